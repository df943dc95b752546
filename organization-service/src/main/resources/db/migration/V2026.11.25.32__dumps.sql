-- A dump of all organisations. One that is not completed belongs to the process that makes it, which moves touched_at on.
create table dump (
    id uuid primary key,
    touched_at timestamptz not null,
    completed_at timestamptz,
    -- When the snapshot was taken that the dump shows, and where the change feed goes on from it.
    created_at timestamptz,
    next_change text,
    documents bigint,
    bytes bigint,
    -- Of the compressed file, in lower-case hexadecimal.
    sha256 text,
    check (completed_at is null or num_nulls(created_at, next_change, documents, bytes, sha256) = 0)
);

-- Of all copies of the service, one makes a dump at a time.
create unique index dump_claim on dump ((true)) where completed_at is null;

-- Its file in pieces: each of 1 MiB, the last one of what is left.
create table dump_chunk (
    dump_id uuid not null references dump on delete cascade,
    number integer not null,
    content bytea not null,
    primary key (dump_id, number)
);

-- It is compressed already, and parts of a piece are read without the rest.
alter table dump_chunk alter column content set storage external;

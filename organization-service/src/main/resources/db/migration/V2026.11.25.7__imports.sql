-- Of what day the information is that an import brought; null where a person or a client made the change, whose day is changed_at,
-- and for imports from before this column.
alter table organization_revision add column as_of timestamptz;

-- How far an import came that has not ended; written in the transaction of each batch.
create table import_progress (
    -- SHA-256 of the file and of what was asked for
    fingerprint text primary key,
    -- so many records from the start of the file are decided
    records bigint not null,
    -- the line on which the last of them begins
    line bigint not null,
    updated_at timestamptz not null default now()
);

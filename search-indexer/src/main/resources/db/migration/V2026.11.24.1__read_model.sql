create extension if not exists pg_trgm;

-- The newest state of each organisation, as it was received. A deleted one stays as a marker, so that an old state that comes late
-- cannot bring it back.
create table organization_document (
    id uuid primary key,
    version bigint not null,
    -- SHA-256 of the payload's bytes, lower-case hexadecimal; empty where only a tombstone was seen.
    hash text not null,
    deleted boolean not null,
    -- The payload, to the byte; null where only a tombstone was seen.
    document text,
    -- What the limited search filters, counts and shows.
    name text not null,
    country text not null,
    status text not null,
    kinds text[] not null,
    -- Normalised words of names, places, domains and identifiers, each with a space before it: ' wo' finds a word by its beginning.
    words text not null,
    -- W3C Trace Context of the change.
    traceparent text,
    changed_at timestamptz not null
);

create index organization_document_words on organization_document using gin (words gin_trgm_ops) where not deleted;

create sequence push_number;

-- What the search engine does not have yet. Every write to a document gives it a new number here, and only who pushed that number may
-- take it off: a document that changes while it is pushed stays.
create table pending_push (
    id uuid primary key references organization_document,
    number bigint not null default nextval('push_number'),
    -- Why the engine refused the document; it is left alone until the document changes or is replayed.
    refused_because text
);

create index pending_push_number on pending_push (number) where refused_because is null;

-- What is known of the engine's index and of the one being built: one row, written by the copy that holds the push lock.
create table search_index (
    single boolean primary key default true check (single),
    -- The engine's own time of creation tells one index from another of the same name; null while there is none, or it was lost.
    live_created_at text,
    live_settings integer not null default 0,
    -- Number of the newest index that was begun; part of its name until it is swapped in.
    number bigint not null default 0,
    -- Null while none is being built.
    building_created_at text,
    building_settings integer not null default 0,
    -- Every document up to this id is in the index being built.
    building_filled_to uuid,
    rebuild_requested boolean not null default false,
    -- How often an index was made and put in place.
    completed bigint not null default 0
);

insert into search_index default values;

-- The document is the unit of change: it is read, versioned and published whole. Beside it stand only the columns that a query needs.
create table organization (
    id uuid primary key,
    version bigint not null check (version >= 1),
    slug text not null unique,
    name text not null,
    status text not null check (status in ('active', 'inactive', 'withdrawn')),
    country text not null check (country ~ '^[A-Z]{2}$'),
    -- The state as it was published, to the byte.
    document text not null,
    -- SHA-256 of what the document says, without version and times: an import that changes nothing makes no revision.
    content_hash text not null,
    deleted boolean not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create index organization_country on organization (country, id) where not deleted;

-- Every slug that an organisation ever had, so that old links find it.
create table organization_slug (
    slug text primary key,
    organization_id uuid not null references organization
);

create table organization_identifier (
    organization_id uuid not null references organization,
    scheme text not null,
    value text not null,
    -- true where the scheme names one organisation only, as a registry does
    exclusive boolean not null,
    primary key (organization_id, scheme, value)
);

create unique index organization_identifier_exclusive on organization_identifier (scheme, value) where exclusive;
create index organization_identifier_value on organization_identifier (scheme, value);

create table organization_revision (
    organization_id uuid not null references organization,
    version bigint not null,
    document text not null,
    -- Who changed it: a client's id, or the command that did.
    author text not null,
    changed_at timestamptz not null,
    primary key (organization_id, version)
);

-- Answers to writes that carried an Idempotency-Key, kept for a day.
create table idempotent_request (
    client text not null,
    key text not null,
    request_hash text not null,
    status integer,
    location text,
    etag text,
    body text,
    created_at timestamptz not null,
    primary key (client, key)
);

create index idempotent_request_created_at on idempotent_request (created_at);

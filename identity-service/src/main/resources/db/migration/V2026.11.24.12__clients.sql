-- Machines that may ask for access tokens.
create table client (
    id uuid primary key default uuidv7(),
    -- The client_id of OAuth 2, and the subject of the client's tokens.
    name text not null unique check (name ~ '^[a-z][a-z0-9-]{0,39}$'),
    -- null: no token over HTTP, only by the command "token"
    secret_hash text,
    -- The secret before the last rotation, good until previous_secret_until.
    previous_secret_hash text,
    previous_secret_until timestamptz,
    scopes text[] not null check (cardinality(scopes) > 0),
    enabled boolean not null default true,
    created_at timestamptz not null,
    check ((previous_secret_hash is null) = (previous_secret_until is null))
);

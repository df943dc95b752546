-- Codes that wait to be redeemed. Redeeming one deletes its row, so it can be done once.
create table authorization_code (
    -- SHA-256 of the code
    code_hash bytea primary key,
    client_id uuid not null references client on delete cascade,
    account_id uuid not null references account on delete cascade,
    session_id uuid not null references login_session on delete cascade,
    redirect_uri text not null,
    scopes text[] not null,
    nonce text,
    -- RFC 7636, method S256
    code_challenge text not null,
    expires_at timestamptz not null
);

create index authorization_code_client on authorization_code (client_id);
create index authorization_code_account on authorization_code (account_id);
create index authorization_code_session on authorization_code (session_id);
create index authorization_code_expires_at on authorization_code (expires_at);

-- What a client may do in somebody's name: the family of all tokens that came of one code. It ends with the session that it came from.
create table authorization_grant (
    id uuid primary key default uuidv7(),
    client_id uuid not null references client on delete cascade,
    account_id uuid not null references account on delete cascade,
    session_id uuid not null references login_session on delete cascade,
    scopes text[] not null,
    -- By which a code that comes again is known.
    code_hash bytea not null unique,
    -- When the code was redeemed.
    created_at timestamptz not null,
    -- Never extended.
    ends_at timestamptz not null
);

create index authorization_grant_client on authorization_grant (client_id);
create index authorization_grant_account on authorization_grant (account_id);
create index authorization_grant_session on authorization_grant (session_id);
create index authorization_grant_ends_at on authorization_grant (ends_at);

-- Used ones stay as long as their family does: by them it is noticed that two have the same token.
create table refresh_token (
    -- SHA-256 of the token
    token_hash bytea primary key,
    grant_id uuid not null references authorization_grant on delete cascade,
    -- jti of the access token that was issued with it.
    access_id uuid not null unique,
    issued_at timestamptz not null,
    -- null: the one that is good now
    used_at timestamptz
);

create index refresh_token_grant on refresh_token (grant_id, issued_at);

-- What people let clients of others know about them.
create table consent (
    account_id uuid not null references account on delete cascade,
    client_id uuid not null references client on delete cascade,
    scopes text[] not null,
    given_at timestamptz not null,
    primary key (account_id, client_id)
);

create index consent_client on consent (client_id);

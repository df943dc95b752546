-- Grows whenever what an account can be entered by changes: trust of a browser from before that counts for nothing.
create table factor_generation (
    account_id uuid primary key references account on delete cascade,
    generation bigint not null
);

-- Failures in a row on one authenticator (NIST SP 800-63B-4, section 3.2.2). No row: none.
create table authenticator_failure (
    account_id uuid not null references account on delete cascade,
    -- password, totp or recovery_code
    authenticator text not null,
    failures int not null check (failures between 0 and 100),
    primary key (account_id, authenticator)
);

-- The authenticator app of an account.
create table totp (
    account_id uuid primary key references account on delete cascade,
    id uuid not null unique default uuidv7(),
    -- Encrypted, for this account.
    secret bytea not null,
    -- The time step of the last code that was right: none is right twice (RFC 6238, section 5.2).
    last_step bigint not null,
    added_at timestamptz not null,
    last_used_at timestamptz
);

-- A secret that is shown, and not yet confirmed by a code of the app. It belongs to one session, so that nobody is given a secret that
-- somebody else has seen.
create table totp_setup (
    session_id uuid primary key references login_session on delete cascade,
    account_id uuid not null references account on delete cascade,
    secret bytea not null,
    made_at timestamptz not null
);

-- A row is a code that was not used.
create table recovery_code (
    account_id uuid not null references account on delete cascade,
    -- HMAC-SHA-256 of the code and its account
    hash bytea not null,
    made_at timestamptz not null,
    primary key (account_id, hash)
);

-- Browsers in which the second factor was given not long ago.
create table trusted_browser (
    id uuid primary key default uuidv7(),
    account_id uuid not null references account on delete cascade,
    -- SHA-256 of the browser's cookie
    browser_key bytea not null,
    generation bigint not null,
    trusted_at timestamptz not null,
    ends_at timestamptz not null,
    address text not null,
    user_agent text not null,
    unique (account_id, browser_key)
);

create index trusted_browser_ends_at on trusted_browser (ends_at);

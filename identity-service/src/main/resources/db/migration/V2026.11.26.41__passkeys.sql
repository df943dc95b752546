-- What authenticators know an account by: random, so that it says nothing (Web Authentication Level 3, section 14.6.1).
create table passkey_user (
    account_id uuid primary key references account on delete cascade,
    handle bytea not null unique check (octet_length(handle) = 64)
);

create table passkey (
    id uuid primary key default uuidv7(),
    account_id uuid not null references account on delete cascade,
    credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
    -- Attested credential data, with the public key (Web Authentication Level 3, section 6.5.1).
    credential bytea not null,
    sign_count bigint not null,
    -- Whether it may be copied to other devices, and whether it has been.
    backup_eligible boolean not null,
    backed_up boolean not null,
    transports text[] not null,
    name text not null check (length(name) between 1 and 100),
    added_at timestamptz not null,
    last_used_at timestamptz
);

create index passkey_account on passkey (account_id);

-- Challenges that were given out. Each is for one browser, and its row is gone with the first answer.
create table passkey_challenge (
    challenge bytea primary key,
    -- SHA-256 of the browser's cookie
    browser_key bytea not null,
    -- create or get
    ceremony text not null,
    -- Whose passkey is to be made; null otherwise.
    account_id uuid references account on delete cascade,
    ends_at timestamptz not null
);

create index passkey_challenge_account on passkey_challenge (account_id) where account_id is not null;
create index passkey_challenge_ends_at on passkey_challenge (ends_at);

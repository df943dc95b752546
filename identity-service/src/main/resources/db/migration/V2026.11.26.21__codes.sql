-- Codes that were mailed and can still be typed. Using one removes its row.
create table emailed_code (
    id uuid primary key default uuidv7(),
    purpose text not null,
    -- The browser that asked: no other one can use the code.
    browser_key bytea not null,
    -- Where the code went.
    email text not null,
    -- Whose it is; null when there is no account yet, or none at all.
    account_id uuid references account on delete cascade,
    -- HMAC of the code; null when no code can be right, because the mail said something else.
    code_mac bytea,
    attempts_left integer not null check (attempts_left >= 0),
    -- What the right code will bring about, sealed.
    sealed_details bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index emailed_code_expires_at on emailed_code (expires_at);
create index emailed_code_account on emailed_code (account_id);

-- Logins and resets whose first factor was right.
create table open_login (
    id uuid primary key default uuidv7(),
    browser_key bytea not null,
    account_id uuid not null references account on delete cascade,
    -- sign_in or reset
    goal text not null,
    methods text[] not null,
    -- Where to go in the end, a path.
    continue_to text not null,
    expires_at timestamptz not null
);

create index open_login_expires_at on open_login (expires_at);
create index open_login_account on open_login (account_id);

-- Browsers in which an account was signed in before: the first time in another one is told by mail.
create table known_browser (
    account_id uuid not null references account on delete cascade,
    browser_key bytea not null,
    last_used_at timestamptz not null,
    primary key (account_id, browser_key)
);

-- Changes of address that whoever has the old address can still undo.
create table address_undo (
    id uuid primary key default uuidv7(),
    -- SHA-256 of the link's token
    token_hash bytea not null unique,
    account_id uuid not null references account on delete cascade,
    old_email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index address_undo_account on address_undo (account_id);
create index address_undo_expires_at on address_undo (expires_at);

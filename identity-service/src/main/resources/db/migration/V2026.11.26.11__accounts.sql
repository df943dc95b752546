-- People. An account exists only when its owner has shown that mail to its address reaches him.
create table account (
    id uuid primary key default uuidv7(),
    -- As its owner writes it: where mails go.
    email text not null check (length(email) between 3 and 254),
    -- What addresses are compared by.
    email_key text not null unique,
    -- null: signs in without a password
    password_hash text,
    password_changed_at timestamptz,
    display_name text not null default '',
    -- BCP 47, of mails
    language text not null default 'en',
    -- Staff roles, sorted.
    roles text[] not null default '{}',
    enabled boolean not null default true,
    -- Grows with every published change, from 1.
    version bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- Set while its deletion can still be taken back.
    delete_after timestamptz
);

create index account_delete_after on account (delete_after) where delete_after is not null;
create index account_roles on account using gin (roles) where roles <> '{}';

-- Where somebody is signed in. A row is the session: without it there is none.
create table login_session (
    -- sid of ID tokens
    id uuid primary key default uuidv7(),
    -- SHA-256 of the cookie
    token_hash bytea not null unique,
    account_id uuid not null references account on delete cascade,
    -- How its owner has shown who he is, sorted.
    methods text[] not null,
    started_at timestamptz not null,
    -- When he last did so.
    authenticated_at timestamptz not null,
    last_seen_at timestamptz not null,
    ends_at timestamptz not null,
    address text not null,
    user_agent text not null
);

create index login_session_account on login_session (account_id);
create index login_session_ends_at on login_session (ends_at);

-- Who did what to which account, when, and from where. No foreign key: it outlives the account.
create table audit_event (
    id uuid primary key default uuidv7(),
    at timestamptz not null,
    account_id uuid not null,
    type text not null,
    -- person, staff, operator or system
    actor text not null,
    -- Who acted, when that is not the account itself.
    actor_id uuid,
    address text,
    user_agent text,
    details jsonb not null default '{}'
);

create index audit_event_account on audit_event (account_id, at desc);
create index audit_event_at on audit_event (at);

create function audit_event_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('waymark.audit_retention', true) = 'on' then
        return old;
    end if;
    raise exception 'the audit log is only appended to';
end
$$;

create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function audit_event_is_append_only();
create trigger audit_event_not_truncated before truncate on audit_event
    for each statement execute function audit_event_is_append_only();

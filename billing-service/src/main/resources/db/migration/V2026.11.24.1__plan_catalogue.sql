-- What can be bought. A plan is a name that stays; what it costs and permits is a version of it, and a published version is never
-- changed: who subscribed to it can count on it. A change is a new version.
create table plan (
    id text primary key check (id ~ '^[a-z][a-z0-9-]{0,29}$'),
    -- The order in which plans are shown.
    position integer not null unique
);

-- Everything that a plan can permit, with words for people.
create table permission (
    id text primary key check (id ~ '^[a-z]+(\.[a-z]+)+$'),
    position integer not null unique,
    name text not null,
    description text not null
);

-- Everything that a plan can limit, with words for people.
create table quota (
    id text primary key check (id ~ '^[a-z]+(\.[a-z]+)+$'),
    position integer not null unique,
    name text not null
);

create table plan_version (
    plan_id text not null references plan,
    version integer not null check (version >= 1),
    name text not null,
    summary text not null,
    price_minor bigint not null check (price_minor >= 0),
    -- ISO 4217
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    billing_period text not null check (billing_period in ('month', 'year')),
    -- null while it is a draft; a time in the future announces it
    published_at timestamptz,
    primary key (plan_id, version)
);

create table plan_version_permission (
    plan_id text not null,
    version integer not null,
    permission_id text not null references permission,
    primary key (plan_id, version, permission_id),
    foreign key (plan_id, version) references plan_version
);

create table plan_version_quota (
    plan_id text not null,
    version integer not null,
    quota_id text not null references quota,
    -- null: without limit
    amount bigint check (amount >= 0),
    primary key (plan_id, version, quota_id),
    foreign key (plan_id, version) references plan_version
);

create function refuse_change_of_published_version() returns trigger language plpgsql as $$
begin
    if old.published_at is not null then
        raise exception 'version % of plan % is published and never changes: make a new version', old.version, old.plan_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;

create trigger published_version_never_changes before update or delete on plan_version
    for each row execute function refuse_change_of_published_version();

create function refuse_change_inside_published_version() returns trigger language plpgsql as $$
declare
    published timestamptz;
begin
    if tg_op <> 'INSERT' then
        -- Locked, so that it is not published between this check and the end of the transaction.
        select published_at into published from plan_version
        where plan_id = old.plan_id and version = old.version for share;
        if published is not null then
            raise exception 'version % of plan % is published and never changes: make a new version', old.version, old.plan_id
                using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    if tg_op <> 'DELETE' then
        select published_at into published from plan_version
        where plan_id = new.plan_id and version = new.version for share;
        if published is not null then
            raise exception 'version % of plan % is published and never changes: make a new version', new.version, new.plan_id
                using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;

create trigger published_permissions_never_change before insert or update or delete on plan_version_permission
    for each row execute function refuse_change_inside_published_version();

create trigger published_quotas_never_change before insert or update or delete on plan_version_quota
    for each row execute function refuse_change_inside_published_version();

create function refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception '% holds published versions, which never change', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

create trigger never_emptied before truncate on plan_version
    for each statement execute function refuse_truncate();
create trigger never_emptied before truncate on plan_version_permission
    for each statement execute function refuse_truncate();
create trigger never_emptied before truncate on plan_version_quota
    for each statement execute function refuse_truncate();

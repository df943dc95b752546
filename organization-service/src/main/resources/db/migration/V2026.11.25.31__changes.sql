-- The transaction that changed a row last. The database keeps it, so that a release that does not know the column misses nothing. The
-- default is evaluated once for the rows that are there: they count as changed by this migration, and none of them is rewritten.
alter table organization add column changed_xact xid8 not null default pg_current_xact_id();

create index organization_changed on organization (changed_xact, id);

create function organization_note_change() returns trigger language plpgsql as $$
begin
    new.changed_xact := pg_current_xact_id();
    return new;
end
$$;

create trigger organization_note_change before update on organization
    for each row execute function organization_note_change();

-- Where the numbers of transactions come from: cluster, timeline, database, table. A restore or a failover makes another one, in which a
-- number that was given out before may be given out again, or be lost.
create function organization_change_origin() returns text language sql stable as $$
    select concat_ws(
        '/',
        (select system_identifier from pg_control_system()),
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
        (select oid from pg_database where datname = current_database()),
        'organization'::regclass::oid)
$$;

-- What cursors of the change feed are good for: as long as the origin stays.
create table change_generation (
    id integer primary key check (id = 1),
    generation uuid not null,
    origin text not null,
    began_at timestamptz not null default now()
);

insert into change_generation (id, generation, origin) values (1, gen_random_uuid(), organization_change_origin());

-- Facts on their way to Kafka. Written in the transaction of the change, read by Debezium from the WAL, never polled.
create table outbox (
    position bigint generated always as identity primary key,
    id uuid not null,
    topic text not null,
    key text not null,
    type text not null,
    schema_version integer not null,
    aggregate_version bigint not null,
    traceparent text,
    -- JSON as it goes to the topic, to the byte; null makes a tombstone.
    payload text,
    -- Where the WAL was when the row was written: tells what a lost slot still had to send.
    lsn pg_lsn not null default pg_current_wal_insert_lsn(),
    created_at timestamptz not null default now()
);

create index outbox_created_at on outbox (created_at);
create index outbox_lsn on outbox (lsn);

-- Debezium writes here now and then: only traffic in the publication lets an idle slot move on.
create table outbox_heartbeat (
    id integer primary key check (id = 1),
    beat_at timestamptz not null
);

-- The slot that this database once made. A slot that is noted here and gone in the cluster was lost, not yet to be made.
create table outbox_slot (
    name text primary key,
    confirmed_lsn pg_lsn not null,
    checked_at timestamptz not null default now()
);

-- Deletions are housekeeping and no facts.
create publication outbox for table outbox, outbox_heartbeat with (publish = 'insert, update');

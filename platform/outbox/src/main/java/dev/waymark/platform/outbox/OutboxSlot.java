package dev.waymark.platform.outbox;

import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The replication slot that keeps the outbox's WAL until Kafka has it. It is made before the first change, so that nothing written
 * while Connect was away is missed; and once made, it is never made again silently, for a new slot starts after a gap.
 */
public final class OutboxSlot {
    /** No change takes longer than this from its begin to its commit. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

    private final String name;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    /** What has become of a slot. */
    public sealed interface State {
        /** Never made: the service is at its first start. */
        record New() implements State {}

        /**
         * @param waiting rows of the outbox that Kafka has not confirmed, approximately
         * @param heldBytes WAL that the slot holds back
         * @param safeBytes WAL that may still be written before the slot is lost; {@link Long#MAX_VALUE} when there is no limit
         */
        record Alive(long waiting, long heldBytes, long safeBytes) implements State {}

        /** Dropped or invalidated: facts of the gap are not on their topics until {@code republish}. */
        record Lost() implements State {}
    }

    OutboxSlot(String name, JdbcClient jdbc, TransactionTemplate transaction) {
        this.name = name;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    public String name() {
        return name;
    }

    /** Makes the slot when this database never had one; safe when several copies of the service start at once. */
    void createFirst() {
        if (state() instanceof State.New) {
            create();
        }
    }

    private void create() {
        try {
            jdbc.sql("select pg_create_logical_replication_slot(?, 'pgoutput')")
                    .param(name)
                    .query()
                    .singleRow();
        } catch (DataAccessException e) {
            // Another copy was faster, or the slot was made and not yet noted.
            if (!exists()) {
                throw e;
            }
        }
        note();
    }

    private boolean exists() {
        return jdbc.sql(
                                "select count(*) from pg_replication_slots where slot_name = ? and database = current_database()")
                        .param(name)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Notes how far Kafka has confirmed, for the day on which the slot is lost. */
    void note() {
        jdbc.sql("""
                insert into outbox_slot (name, confirmed_lsn, checked_at)
                select slot_name, confirmed_flush_lsn, now() from pg_replication_slots
                where slot_name = ? and database = current_database()
                  and wal_status <> 'lost' and confirmed_flush_lsn is not null
                on conflict (name) do update
                set confirmed_lsn = greatest(outbox_slot.confirmed_lsn, excluded.confirmed_lsn), checked_at = now()
                """).param(name).update();
    }

    public State state() {
        return jdbc.sql("""
                select s.slot_name is null as missing,
                       coalesce(s.wal_status = 'lost', false) as lost,
                       n.name is not null as noted,
                       n.repair_from is not null as repairing,
                       coalesce(pg_current_wal_lsn() - s.restart_lsn, 0)::bigint as held,
                       s.safe_wal_size as safe,
                       (select count(*) from outbox where lsn > s.confirmed_flush_lsn) as waiting
                from (select ?::text as slot) as this
                left join pg_replication_slots s on s.slot_name = this.slot and s.database = current_database()
                left join outbox_slot n on n.name = this.slot
                """)
                .param(name)
                .query((row, _) -> {
                    if (row.getBoolean("repairing")) {
                        return new State.Lost();
                    }
                    if (row.getBoolean("lost") || row.getBoolean("missing")) {
                        return row.getBoolean("noted") || row.getBoolean("lost") ? new State.Lost() : new State.New();
                    }
                    long safe = row.getLong("safe");
                    long safeBytes = row.wasNull() ? Long.MAX_VALUE : safe;
                    return (State) new State.Alive(row.getLong("waiting"), row.getLong("held"), safeBytes);
                })
                .single();
    }

    /**
     * Makes a lost slot anew and appends again the records that the old one had not sent, events included; some that it had sent may be
     * among them, with the ids that they had. The caller appends every current state after it. A repair that was cut short is taken up
     * again, for the slot counts as lost until the end.
     *
     * @return how many records were appended again
     */
    int replaceLost() {
        jdbc.sql("""
                insert into outbox_slot (name, confirmed_lsn, repair_from, repair_since) values (?, '0/0', '0/0', now())
                on conflict (name) do update
                set repair_from = outbox_slot.confirmed_lsn, repair_since = outbox_slot.checked_at
                where outbox_slot.repair_from is null
                """).param(name).update();
        if (exists()) {
            jdbc.sql("select pg_drop_replication_slot(?)").param(name).query().singleRow();
        }
        create();
        Integer again = transaction.execute(_ -> appendAgain());
        return again == null ? 0 : again;
    }

    private int appendAgain() {
        // The place of a row in the WAL is that of its insert; its commit, which the old slot waited for, may have come
        // much
        // later. So rows of transactions that may still have been open at the last look are appended again too.
        int again = jdbc.sql("""
                insert into outbox (id, topic, key, type, schema_version, aggregate_version, payload, traceparent)
                select o.id, o.topic, o.key, o.type, o.schema_version, o.aggregate_version, o.payload, o.traceparent
                from outbox o join outbox_slot s on s.name = ?
                where o.lsn > s.repair_from or o.created_at > s.repair_since - make_interval(secs => ?)
                order by o.position
                """)
                .param(name)
                .param((double) LONGEST_TRANSACTION.toSeconds())
                .update();
        jdbc.sql("update outbox_slot set repair_from = null, repair_since = null where name = ?")
                .param(name)
                .update();
        return again;
    }

    /** Where the WAL is now: once the slot has confirmed it, everything committed before is on its topic. */
    public String currentPosition() {
        return jdbc.sql("select pg_current_wal_insert_lsn()::text")
                .query(String.class)
                .single();
    }

    /** Whether Kafka has confirmed everything up to a position. */
    public boolean confirmed(String position) {
        return jdbc.sql("""
                select coalesce(bool_or(confirmed_flush_lsn >= ?::pg_lsn), false)
                from pg_replication_slots where slot_name = ? and database = current_database()
                """).param(position).param(name).query(Boolean.class).single();
    }

    /** Deletes rows that Kafka has confirmed and that are older than anyone looks back. */
    int clean(Duration keep) {
        return jdbc.sql("""
                delete from outbox where position in (
                    select o.position from outbox o
                    where o.created_at < now() - make_interval(secs => ?)
                      and o.lsn < (select confirmed_lsn from outbox_slot where name = ?)
                    order by o.position limit 10000)
                """).param((double) keep.toSeconds()).param(name).update();
    }
}

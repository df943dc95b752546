package dev.waymark.search.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table of documents: what was received, whatever the order in which it came. */
@Repository
public class Documents {
    private static final int FETCH_SIZE = 1000;
    private static final String TAKE = """
            with taken as (
                insert into organization_document as known
                    (id, version, hash, deleted, document, name, country, status, kinds, words, spellings, spelling_keys,
                     spelled_of, latitude, longitude, traceparent, changed_at)
                select id, version, hash, deleted, document, name, country, status,
                       coalesce(string_to_array(nullif(kinds, ''), ','), '{}'), words, spellings,
                       string_to_array(nullif(spelling_keys, ''), ',')::integer[], hash, latitude, longitude, traceparent, now()
                from unnest(?::uuid[], ?::bigint[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::float8[], ?::float8[], ?::text[])
                     as received (id, version, hash, deleted, document, name, country, status, kinds, words, spellings,
                                  spelling_keys, latitude, longitude, traceparent)
                on conflict (id) do update set
                    version = excluded.version, hash = excluded.hash, deleted = excluded.deleted,
                    document = excluded.document, name = excluded.name, country = excluded.country,
                    status = excluded.status, kinds = excluded.kinds, words = excluded.words,
                    spellings = excluded.spellings, spelling_keys = excluded.spelling_keys,
                    spelled_of = excluded.spelled_of,
                    latitude = excluded.latitude, longitude = excluded.longitude,
                    traceparent = excluded.traceparent, changed_at = excluded.changed_at
                where excluded.version > known.version
                   or (excluded.version = known.version and excluded.hash <> known.hash
                       and not (excluded.document is null and known.deleted))
                returning id)
            insert into pending_push (id) select id from taken
            on conflict (id) do update set number = nextval('push_number'), refused_because = null
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    Documents(JdbcTemplate jdbc, JdbcClient sql) {
        this.jdbc = jdbc;
        this.sql = sql;
    }

    /**
     * Stores the states that are news, in one statement, and notes each of them as not yet pushed.
     *
     * @param received in the order of arrival; several of the same organisation are allowed
     * @return how many organisations changed
     */
    public int take(List<ReceivedState> received) {
        // Sorted, so that two copies of the service that write the same rows cannot wait for each other.
        Map<UUID, ReceivedState> newest = new TreeMap<>();
        received.forEach(
                state -> newest.merge(state.id(), state, (known, next) -> next.supersedes(known) ? next : known));
        if (newest.isEmpty()) {
            return 0;
        }
        return jdbc.update(connection -> takeStatement(connection, newest.values()));
    }

    private static PreparedStatement takeStatement(Connection connection, Collection<ReceivedState> states)
            throws SQLException {
        PreparedStatement take = connection.prepareStatement(TAKE);
        Columns columns = new Columns(connection, take, states);
        columns.add("uuid", ReceivedState::id);
        columns.add("int8", ReceivedState::version);
        columns.add("text", ReceivedState::hash);
        columns.add("bool", ReceivedState::deleted);
        columns.add("text", ReceivedState::document);
        columns.add("text", ReceivedState::name);
        columns.add("text", ReceivedState::country);
        columns.add("text", ReceivedState::status);
        columns.add("text", state -> list(state.kinds()));
        columns.add("text", ReceivedState::words);
        columns.add("text", state -> String.join("\n", state.spellings()));
        columns.add("text", state -> list(Spellings.keys(state.spellings())));
        columns.add("float8", ReceivedState::latitude);
        columns.add("float8", ReceivedState::longitude);
        columns.add("text", ReceivedState::traceparent);
        return take;
    }

    /** What an array of arrays would be, which PostgreSQL takes only where all are of one length. */
    static String list(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final Collection<ReceivedState> rows;
        private int position;

        Columns(Connection connection, PreparedStatement statement, Collection<ReceivedState> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        void add(String type, Function<ReceivedState, @Nullable Object> column) throws SQLException {
            statement.setArray(
                    ++position,
                    connection.createArrayOf(type, rows.stream().map(column).toArray()));
        }
    }

    /**
     * Living documents in the order of their ids.
     *
     * @param after only greater ids; null from the first
     */
    public List<StoredDocument> livingAfter(@Nullable UUID after, int most) {
        return sql.sql("""
                        select id, version, hash, deleted, document, traceparent, 0 as number from organization_document
                        where not deleted and id > ? order by id limit ?
                        """)
                .params(after == null ? new UUID(0, 0) : after, most)
                .query((row, _) -> stored(row))
                .list();
    }

    /** Those of the documents that exist, markers of deleted ones included, each with the number of the push it waits for. */
    public List<StoredDocument> byIds(Collection<UUID> ids) {
        return sql.sql("""
                        select id, version, hash, deleted, document, traceparent, coalesce(number, 0) as number
                        from organization_document left join pending_push using (id) where id = any (?)
                        """)
                .param(ids.toArray(UUID[]::new))
                .query((row, _) -> stored(row))
                .list();
    }

    static StoredDocument stored(ResultSet row) throws SQLException {
        return new StoredDocument(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                row.getString("hash"),
                row.getBoolean("deleted"),
                row.getString("document"),
                row.getString("traceparent"),
                row.getLong("number"));
    }

    /** Every row, sorted by id, without holding all of them in memory. */
    @Transactional(readOnly = true)
    public void fingerprints(Consumer<Fingerprint> each) {
        // Without a fetch size of its own the driver would load the whole table.
        JdbcTemplate streaming = new JdbcTemplate(java.util.Objects.requireNonNull(jdbc.getDataSource()));
        streaming.setFetchSize(FETCH_SIZE);
        streaming.query("select id, version, hash, deleted from organization_document order by id", row -> {
            each.accept(new Fingerprint(
                    row.getObject("id", UUID.class),
                    row.getLong("version"),
                    row.getString("hash"),
                    row.getBoolean("deleted")));
        });
    }

    public long countLiving() {
        return sql.sql("select count(*) from organization_document where not deleted")
                .query(Long.class)
                .single();
    }

    /** The documents that were added last: ids of version 7 grow with time. */
    public List<String> newest(int most) {
        return sql.sql("select document from organization_document where not deleted order by id desc limit ?")
                .param(most)
                .query(String.class)
                .list();
    }

    /**
     * Forgets what is known of an organisation, if it is still what the caller saw: the next state that arrives is then taken whatever
     * its version. Only for repairs by what the owner of the organisations states.
     *
     * @param deleted whether it counts as deleted until then
     * @return whether the row was still the same
     */
    public boolean forget(Fingerprint seen, boolean deleted) {
        return sql.sql("""
                        update organization_document set version = 0, hash = '', deleted = ?, changed_at = now()
                        where id = ? and version = ? and hash = ?
                        """)
                        .params(deleted, seen.id(), seen.version(), seen.hash())
                        .update()
                == 1;
    }
}

package dev.waymark.identity.administration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what was written down. */
@Component
class AuditLog {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    /** Before every id. */
    private static final UUID FIRST = new UUID(0, 0);

    private static final int BATCH = 1000;
    private static final String SELECT =
            "select id, at, account_id, type, actor, actor_id, address, user_agent, details from audit_event ";

    private final JdbcClient sql;

    AuditLog(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param before the entry after which the page begins, going back in time; null for the newest */
    List<AuditEntry> page(UUID account, @Nullable UUID before, int most) {
        return sql.sql(SELECT + """
                        where account_id = ? and (?::uuid is null
                            or (at, id) < (select at, id from audit_event where id = ? and account_id = ?))
                        order by at desc, id desc limit ?
                        """)
                .param(account)
                .param(before)
                .param(before)
                .param(account)
                .param(most)
                .query((row, _) -> entry(row))
                .list();
    }

    /** Everything since a time, in the order in which it happened, in batches: the log may be larger than memory. */
    void export(Instant since, Consumer<AuditEntry> taker) {
        Instant at = since;
        UUID id = FIRST;
        while (true) {
            List<AuditEntry> batch = sql.sql(SELECT + "where (at, id) > (?, ?) order by at, id limit ?")
                    .param(at.atOffset(ZoneOffset.UTC))
                    .param(id)
                    .param(BATCH)
                    .query((row, _) -> entry(row))
                    .list();
            batch.forEach(taker);
            if (batch.size() < BATCH) {
                return;
            }
            AuditEntry last = batch.getLast();
            at = last.at();
            id = last.id();
        }
    }

    static String toJson(AuditEntry entry) {
        return json.writeValueAsString(entry);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("account_id", UUID.class),
                row.getString("type"),
                row.getString("actor"),
                row.getObject("actor_id", UUID.class),
                row.getString("address"),
                row.getString("user_agent"),
                json.readValue(row.getString("details"), DETAILS));
    }
}

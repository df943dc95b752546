package dev.waymark.identity.accounts;

import dev.waymark.events.AccountChanged;
import dev.waymark.events.AccountState;
import dev.waymark.events.Topics;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.platform.outbox.Outbox;
import dev.waymark.platform.outbox.OutboxRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what happened to an account, in the transaction in which it happened: in the audit log, and in the outbox. */
@Component
public class AccountTrail {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int SCHEMA_VERSION = 1;

    private final JdbcClient sql;
    private final Outbox outbox;
    private final Clock clock;

    AccountTrail(JdbcClient sql, Outbox outbox, Clock clock) {
        this.sql = sql;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** As {@link #record(UUID, AccountEvent, Actor, Map)}, without details. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(UUID account, AccountEvent event, Actor actor) {
        record(account, event, actor, Map.of());
    }

    /** @param details for the audit log: what was changed, and never a secret */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(UUID account, AccountEvent event, Actor actor, Map<String, String> details) {
        write(account, event, actor, details, null, List.of());
    }

    /** @param factor the kind of factor that was added or removed, such as {@code passkey} */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordFactor(
            UUID account, AccountEvent event, Actor actor, String factor, Map<String, String> details) {
        write(account, event, actor, details, factor, List.of());
    }

    /** @param sessions those that have ended; without any, nothing has happened */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordEnded(UUID account, List<UUID> sessions, Actor actor, String reason) {
        if (!sessions.isEmpty()) {
            Map<String, String> details = Map.of("reason", reason, "sessions", String.valueOf(sessions.size()));
            write(account, AccountEvent.SESSIONS_ENDED, actor, details, null, sessions);
        }
    }

    private void write(
            UUID account,
            AccountEvent event,
            Actor actor,
            Map<String, String> details,
            @Nullable String factor,
            List<UUID> sessions) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        audit(account, event, actor, details, now);
        if (event.isPublished()) {
            publish(account, event, factor, sessions, now);
        }
    }

    private void audit(UUID account, AccountEvent event, Actor actor, Map<String, String> details, Instant now) {
        Visitor visitor = actor.visitor();
        sql.sql("""
                insert into audit_event (at, account_id, type, actor, actor_id, address, user_agent, details)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """)
                .param(now.atOffset(ZoneOffset.UTC))
                .param(account)
                .param(event.title())
                .param(actor.kind().name().toLowerCase(java.util.Locale.ROOT))
                .param(actor.id())
                .param(visitor == null ? null : visitor.address())
                .param(visitor == null ? null : visitor.userAgent())
                .param(json.writeValueAsString(details))
                .update();
    }

    private void publish(UUID account, AccountEvent event, @Nullable String factor, List<UUID> sessions, Instant now) {
        boolean deleted = event == AccountEvent.DELETED;
        AccountState state = sql.sql("""
                        update account set version = version + 1, updated_at = ? where id = ?
                        returning id, version, enabled, roles, updated_at
                        """)
                .param(now.atOffset(ZoneOffset.UTC))
                .param(account)
                .query((row, _) -> state(row, deleted))
                .single();
        List<OutboxRecord> records = new ArrayList<>();
        if (event.changesState()) {
            records.add(record(Topics.ACCOUNT_STATE, state, Topics.ACCOUNT_STATE, json.writeValueAsString(state)));
        }
        records.add(record(
                Topics.ACCOUNT_EVENTS,
                state,
                "account." + event.title(),
                json.writeValueAsString(new AccountChanged(account, state.version(), factor, sessions, now))));
        if (deleted) {
            records.add(record(Topics.ACCOUNT_STATE, state, Topics.ACCOUNT_STATE, null));
        }
        outbox.append(records);
    }

    static OutboxRecord record(String topic, AccountState state, String type, @Nullable String payload) {
        return new OutboxRecord(topic, state.id().toString(), type, SCHEMA_VERSION, state.version(), payload);
    }

    static AccountState state(ResultSet row, boolean deleted) throws SQLException {
        return new AccountState(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                row.getBoolean("enabled") && !deleted,
                List.of((String[]) row.getArray("roles").getArray()),
                deleted,
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}

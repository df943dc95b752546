package dev.waymark.identity.accounts;

import dev.waymark.events.AccountState;
import dev.waymark.events.Topics;
import dev.waymark.platform.outbox.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Tells other services again how accounts are: for a topic that was lost, or a service that is new. */
@Component
public class AccountRepublisher {
    private static final JsonMapper json = JsonMapper.builder().build();

    private final JdbcClient sql;
    private final Outbox outbox;

    AccountRepublisher(JdbcClient sql, Outbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** @param last the last account of the batch */
    public record Batch(int count, UUID last) {}

    /**
     * Appends the current state of accounts to the outbox, with the version that it has.
     *
     * @param after where the batch before has ended
     * @return empty when there is no account after that one
     */
    @Transactional
    public Optional<Batch> republish(UUID after, int most) {
        // Locked, so that no change slips in between and its newer state is overtaken by this one in the outbox.
        List<AccountState> states = sql.sql("""
                        select id, version, enabled, roles, updated_at from account where id > ? order by id limit ? for share
                        """)
                .param(after)
                .param(most)
                .query((row, _) -> AccountTrail.state(row, false))
                .list();
        outbox.append(states.stream()
                .map(state -> AccountTrail.record(
                        Topics.ACCOUNT_STATE, state, Topics.ACCOUNT_STATE, json.writeValueAsString(state)))
                .toList());
        return states.isEmpty()
                ? Optional.empty()
                : Optional.of(new Batch(states.size(), states.getLast().id()));
    }
}

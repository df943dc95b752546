package dev.waymark.identity.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The end of an account: it is asked for, can be taken back for a while, and then comes. */
@Component
public class AccountDeletions {
    /** For how long an account that is to be deleted can still be kept. */
    public static final Duration GRACE = Duration.ofDays(14);

    private static final int MOST_AT_ONCE = 100;

    private final JdbcClient sql;
    private final AccountStore store;
    private final AccountTrail trail;
    private final Clock clock;

    AccountDeletions(JdbcClient sql, AccountStore store, AccountTrail trail, Clock clock) {
        this.sql = sql;
        this.store = store;
        this.trail = trail;
        this.clock = clock;
    }

    /** @return false when it was asked for already */
    @Transactional
    public boolean request(UUID id, Actor actor) {
        return request(id, Map.of(), actor);
    }

    /** As {@link #request(UUID, Actor)}, by somebody else, who says why. */
    @Transactional
    public boolean request(UUID id, String reason, Actor actor) {
        return request(id, Map.of("reason", reason), actor);
    }

    private boolean request(UUID id, Map<String, String> details, Actor actor) {
        if (!setDeleteAfter(id, clock.instant().plus(GRACE))) {
            return false;
        }
        trail.record(id, AccountEvent.DELETION_REQUESTED, actor, details);
        return true;
    }

    /** @return false when there was nothing to take back */
    @Transactional
    public boolean cancel(UUID id, Actor actor) {
        if (!setDeleteAfter(id, null)) {
            return false;
        }
        trail.record(id, AccountEvent.DELETION_CANCELLED, actor);
        return true;
    }

    /**
     * @param deleteAfter null takes the request back
     * @return false when it is as wished already, or there is no such account
     */
    private boolean setDeleteAfter(UUID id, @Nullable Instant deleteAfter) {
        return sql.sql("update account set delete_after = ?::timestamptz where id = ? and (delete_after is null) = ?")
                        .param(deleteAfter == null ? null : time(deleteAfter))
                        .param(id)
                        .param(deleteAfter != null)
                        .update()
                == 1;
    }

    /** Accounts whose grace is over, at most a hundred, the longest first. */
    public List<UUID> due() {
        return sql.sql("select id from account where delete_after <= ? order by delete_after limit ?")
                .param(time(clock.instant()))
                .param(MOST_AT_ONCE)
                .query(UUID.class)
                .list();
    }

    /**
     * Deletes an account whose grace is over, with all that belongs to it.
     *
     * @return as it was; empty when its owner has kept it, or another copy of the service deletes it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Account> carryOut(UUID id) {
        return claim(id).flatMap(store::byId).map(due -> {
            trail.record(due.id(), AccountEvent.DELETED, Actor.system());
            sql.sql("delete from account where id = ?").param(due.id()).update();
            return due;
        });
    }

    /** Locks an account that is due; empty when another one has it, or it is not due any more. */
    private Optional<UUID> claim(UUID id) {
        return sql.sql("select id from account where id = ? and delete_after <= ? for update skip locked")
                .param(id)
                .param(time(clock.instant()))
                .query(UUID.class)
                .optional();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

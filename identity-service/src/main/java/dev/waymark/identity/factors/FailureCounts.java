package dev.waymark.identity.factors;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Failures in a row on one authenticator (NIST SP 800-63B-4, section 3.2.2). */
@Component
public class FailureCounts {
    /** How many failures in a row turn an authenticator off. */
    public static final int MOST = 100;

    private final JdbcClient sql;

    FailureCounts(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Counts one attempt as failed, before it is looked at: so that many at once are not more than one after the other. Not to be called
     * in a transaction that is undone when the attempt fails.
     *
     * @param authenticator such as {@code password} or {@code totp}
     * @return false when there were a hundred failures in a row: it is off, and the attempt is not to be looked at
     */
    public boolean admit(UUID account, String authenticator) {
        return count(account, authenticator).isPresent();
    }

    /** As {@link #admit}: @return the failures in a row, with this attempt; empty when it is not to be looked at */
    Optional<Integer> count(UUID account, String authenticator) {
        return sql.sql("""
                        insert into authenticator_failure as f (account_id, authenticator, failures)
                        select id, ?, 1 from account where id = ?
                        on conflict (account_id, authenticator) do update set failures = f.failures + 1 where f.failures < ?
                        returning failures
                        """)
                .param(authenticator)
                .param(account)
                .param(MOST)
                .query(Integer.class)
                .optional();
    }

    /** For an address that has no account: writes as much as {@link #admit}, and counts nothing that matters. */
    public void admitNobody(String subject) {
        sql.sql("""
                insert into failure_of_nobody as f (bucket, failures) values (?, 1)
                on conflict (bucket) do update set failures = f.failures + 1
                """).param(Math.floorMod(subject.hashCode(), 256)).update();
    }

    /** The attempt that was admitted was not looked at after all: it counts for nothing. */
    public void withdraw(UUID account, String authenticator) {
        sql.sql("""
                update authenticator_failure set failures = failures - 1
                where account_id = ? and authenticator = ? and failures > 0
                """).param(account).param(authenticator).update();
    }

    /** The attempt was right after all: counting begins anew. */
    public void succeeded(UUID account, String authenticator) {
        unblock(account, authenticator);
    }

    /** Its owner has shown in another way who he is, such as by mail for the password: the authenticator is on again. */
    public void unblock(UUID account, String authenticator) {
        sql.sql("delete from authenticator_failure where account_id = ? and authenticator = ?")
                .param(account)
                .param(authenticator)
                .update();
    }

    /** Whether it is off. */
    public boolean isBlocked(UUID account, String authenticator) {
        return sql.sql("""
                        select exists (select from authenticator_failure
                            where account_id = ? and authenticator = ? and failures >= ?)
                        """)
                .param(account)
                .param(authenticator)
                .param(MOST)
                .query(Boolean.class)
                .single();
    }
}

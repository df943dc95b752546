package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends sessions before their time, at once and everywhere. */
@Component
public class SessionEnds {
    private final JdbcClient sql;
    private final AccountTrail trail;

    SessionEnds(JdbcClient sql, AccountTrail trail) {
        this.sql = sql;
        this.trail = trail;
    }

    /** @return false when it had ended already, or is another account's */
    @Transactional
    public boolean end(UUID account, UUID session, Actor actor, String reason) {
        lock(account);
        List<UUID> ended = sql.sql("delete from login_session where account_id = ? and id = ? returning id")
                .param(account)
                .param(session)
                .query(UUID.class)
                .list();
        trail.recordEnded(account, ended, actor, reason);
        return !ended.isEmpty();
    }

    /** @return how many have ended */
    @Transactional
    public int endOthers(LoginSession kept, Actor actor, String reason) {
        lock(kept.account());
        List<UUID> ended = sql.sql("delete from login_session where account_id = ? and id <> ? returning id")
                .param(kept.account())
                .param(kept.id())
                .query(UUID.class)
                .list();
        trail.recordEnded(kept.account(), ended, actor, reason);
        return ended.size();
    }

    /** @return how many have ended */
    @Transactional
    public int endAll(UUID account, Actor actor, String reason) {
        lock(account);
        List<UUID> ended = sql.sql("delete from login_session where account_id = ? returning id")
                .param(account)
                .query(UUID.class)
                .list();
        trail.recordEnded(account, ended, actor, reason);
        return ended.size();
    }

    /** The account before its sessions, as everybody locks them. */
    private void lock(UUID account) {
        sql.sql("select 1 from account where id = ? for no key update")
                .param(account)
                .query(Integer.class)
                .optional();
    }
}

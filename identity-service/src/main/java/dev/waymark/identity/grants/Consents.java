package dev.waymark.identity.grants;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Scope;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people let clients of others know about them: remembered for each account and client, until it is withdrawn. */
@Component
public class Consents {
    private final JdbcClient sql;
    private final AccountTrail trail;
    private final Liveness liveness;

    Consents(JdbcClient sql, AccountTrail trail, Liveness liveness) {
        this.sql = sql;
        this.trail = trail;
        this.liveness = liveness;
    }

    /** All that an account has given, by the name of the client. */
    public List<Consent> of(UUID account) {
        return sql.sql("""
                        select k.client_id, c.name, k.scopes, k.given_at from consent k join client c on c.id = k.client_id
                        where k.account_id = ? order by c.name
                        """)
                .param(account)
                .query((row, _) -> new Consent(
                        row.getObject("client_id", UUID.class),
                        row.getString("name"),
                        Set.of((String[]) row.getArray("scopes").getArray()),
                        row.getObject("given_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Whether somebody must be asked before a client learns this. The site's own client, and who asks for no more than that somebody
     * is signed in, needs no consent.
     */
    public boolean isNeeded(UUID account, Client client, Set<String> scopes) {
        Set<String> personal = personal(scopes);
        return !client.isOwn()
                && !personal.isEmpty()
                && !sql.sql("""
                                select exists (select 1 from consent where account_id = ? and client_id = ? and scopes @> ?::text[])
                                """)
                        .param(account)
                        .param(client.id())
                        .param(personal.toArray(String[]::new))
                        .query(Boolean.class)
                        .single();
    }

    /** Adds to what a client may know. */
    @Transactional
    public void give(UUID account, Client client, Set<String> scopes, Actor actor) {
        String[] personal = personal(scopes).toArray(String[]::new);
        sql.sql("""
                insert into consent (account_id, client_id, scopes, given_at) values (?, ?, ?, ?)
                on conflict (account_id, client_id) do update set given_at = excluded.given_at,
                    scopes = coalesce((select array_agg(distinct s order by s) from unnest(consent.scopes || excluded.scopes) s), '{}')
                """)
                .param(account)
                .param(client.id())
                .param(personal)
                .param(Liveness.time(liveness.now()))
                .update();
        trail.record(
                account,
                AccountEvent.CLIENT_AUTHORIZED,
                actor,
                Map.of("client", client.name(), "consent", String.join(" ", personal)));
    }

    /**
     * Takes back what was given, and ends all that the client has of this account: its codes and tokens.
     *
     * @param client {@link Consent#client}
     * @return false when there was nothing to take back
     */
    @Transactional
    public boolean withdraw(UUID account, UUID client, Actor actor) {
        int ended = end("consent", account, client)
                + end("authorization_code", account, client)
                + end("authorization_grant", account, client);
        if (ended > 0) {
            String name = sql.sql("select name from client where id = ?")
                    .param(client)
                    .query(String.class)
                    .single();
            trail.record(account, AccountEvent.CLIENT_WITHDRAWN, actor, Map.of("client", name));
        }
        return ended > 0;
    }

    private int end(String table, UUID account, UUID client) {
        return sql.sql("delete from " + table + " where account_id = ? and client_id = ?")
                .param(account)
                .param(client)
                .update();
    }

    private static Set<String> personal(Set<String> scopes) {
        Set<String> personal = new TreeSet<>(scopes);
        personal.remove(Scope.OPENID);
        return personal;
    }
}

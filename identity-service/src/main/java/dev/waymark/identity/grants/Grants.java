package dev.waymark.identity.grants;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Families of tokens. The refresh token of a family is replaced at each use; one that comes again later was copied, so its family ends
 * (RFC 9700, section 4.14.2). Two requests at once are no copy: within {@link #TOLERANCE} the later one is only refused.
 */
@Component
public class Grants {
    /** For how long after its use a token that comes again is taken for a repeated request of the same client. */
    static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** A refresh token with all that it hangs on. */
    private static final String FAMILY = """
             from refresh_token t join authorization_grant g on g.id = t.grant_id join client c on c.id = g.client_id
                join login_session s on s.id = g.session_id join account a on a.id = g.account_id
            """;

    private static final String GOOD = " t.token_hash = :hash and t.used_at is null and t.issued_at > :idleSince"
            + " and g.client_id = :client and g.ends_at > :now and " + Liveness.LIVE;

    private final JdbcClient sql;
    private final AccountTrail trail;
    private final Liveness liveness;

    Grants(JdbcClient sql, AccountTrail trail, Liveness liveness) {
        this.sql = sql;
        this.trail = trail;
        this.liveness = liveness;
    }

    /** What tokens would say that a refresh token is exchanged for; nothing is decided yet. Empty when it is not good. */
    public Optional<GrantedAccess> find(String refreshToken, UUID client) {
        return sql.sql("select g.account_id, g.session_id, g.scopes, s.authenticated_at, s.methods" + FAMILY + "where"
                        + GOOD)
                .param("hash", Visitor.digest(refreshToken))
                .param("client", client)
                .params(liveness.times())
                .query((row, _) -> Liveness.access(row, null))
                .optional();
    }

    /**
     * Replaces a refresh token by the next one, in one statement.
     *
     * @return false when another request did, or it is not good any more
     */
    public boolean rotate(String refreshToken, UUID client, Successor successor) {
        return sql.sql("with good as (select t.token_hash, g.id" + FAMILY + "where" + GOOD + """
                            for key share of a, s, g),
                        used as (
                            update refresh_token t set used_at = :now from good
                            where t.token_hash = good.token_hash and t.used_at is null returning t.grant_id)
                        insert into refresh_token (token_hash, grant_id, access_id, issued_at)
                        select :next, grant_id, :accessId, :now from used
                        """)
                        .param("hash", Visitor.digest(refreshToken))
                        .param("client", client)
                        .param("next", successor.hash())
                        .param("accessId", successor.accessId())
                        .params(liveness.times())
                        .update()
                == 1;
    }

    /**
     * Ends the family of a refresh token that was used before, unless that was just now.
     *
     * @param client who presents it; another one's family is none of its business
     */
    @Transactional
    public void refreshTokenCameAgain(String refreshToken, UUID client) {
        cameAgain(
                "refresh_token",
                "using refresh_token t where t.token_hash = ? and t.used_at <= ? and g.id = t.grant_id",
                refreshToken,
                client);
    }

    /**
     * Ends the family that came of a code that was redeemed before (RFC 6749, section 4.1.2), unless that was just now.
     *
     * @param client as in {@link #refreshTokenCameAgain}
     */
    @Transactional
    public void codeCameAgain(String code, UUID client) {
        cameAgain("code", "where g.code_hash = ? and g.created_at <= ?", code, client);
    }

    private void cameAgain(String what, String condition, String token, UUID presenter) {
        Instant tolerated = liveness.now().minus(TOLERANCE);
        sql.sql(
                        "delete from authorization_grant g " + condition
                                + " and g.client_id = ? returning g.account_id, (select name from client c where c.id = g.client_id) as client")
                .param(Visitor.digest(token))
                .param(Liveness.time(tolerated))
                .param(presenter)
                .query((row, _) -> Map.entry(row.getObject("account_id", UUID.class), row.getString("client")))
                .optional()
                .ifPresent(family -> trail.record(
                        family.getKey(),
                        AccountEvent.TOKEN_REUSED,
                        Actor.system(),
                        Map.of("what", what, "client", family.getValue())));
    }

    /** Whether an access token's family, session, account and client are what they should be. */
    public boolean isLive(UUID accessId) {
        return sql.sql("select exists (select 1" + FAMILY
                        + "where t.access_id = :accessId and g.ends_at > :now and c.enabled and " + Liveness.LIVE + ")")
                .param("accessId", accessId)
                .params(liveness.times())
                .query(Boolean.class)
                .single();
    }

    /**
     * What is known of a refresh token that is good.
     *
     * @param expiresAt when it will be over if it is not used
     */
    public record Outlook(UUID account, UUID session, Set<String> scopes, Instant issuedAt, Instant expiresAt) {}

    /** @return empty when it is not good, or another client's */
    public Optional<Outlook> outlook(String refreshToken, UUID client) {
        return sql.sql("select g.account_id, g.session_id, g.scopes, t.issued_at,"
                        + " least(g.ends_at, t.issued_at + (:now - :idleSince)) as expires_at" + FAMILY + "where"
                        + GOOD)
                .param("hash", Visitor.digest(refreshToken))
                .param("client", client)
                .params(liveness.times())
                .query((row, _) -> new Outlook(
                        row.getObject("account_id", UUID.class),
                        row.getObject("session_id", UUID.class),
                        Set.of((String[]) row.getArray("scopes").getArray()),
                        row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Ends the family of a refresh token, used or not, when it is this client's. */
    public void revoke(String refreshToken, UUID client) {
        sql.sql("""
                delete from authorization_grant g using refresh_token t
                where t.token_hash = ? and g.id = t.grant_id and g.client_id = ?
                """).param(Visitor.digest(refreshToken)).param(client).update();
    }

    /** As {@link #revoke(String, UUID)}, by the {@code jti} of an access token. */
    public void revoke(UUID accessId, UUID client) {
        sql.sql("""
                delete from authorization_grant g using refresh_token t
                where t.access_id = ? and g.id = t.grant_id and g.client_id = ?
                """).param(accessId).param(client).update();
    }

    /** Removes codes and families that time has ended. */
    void removeEnded() {
        sql.sql("delete from authorization_code where expires_at <= :now")
                .params(liveness.times())
                .update();
        sql.sql("""
                delete from authorization_grant g where g.ends_at <= :now or not exists (
                    select 1 from refresh_token t where t.grant_id = g.id and t.issued_at > :idleSince)
                """).params(liveness.times()).update();
    }
}

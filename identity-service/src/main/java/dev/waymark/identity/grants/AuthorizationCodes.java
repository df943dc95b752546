package dev.waymark.identity.grants;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.clients.Client;
import dev.waymark.identity.sessions.LoginSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Codes with which a client fetches tokens (RFC 6749, section 4.1): for one client, once, and for a minute. */
@Component
public class AuthorizationCodes {
    static final Duration LIFE = Duration.ofSeconds(60);

    private final JdbcClient sql;
    private final AccountTrail trail;
    private final Liveness liveness;

    AuthorizationCodes(JdbcClient sql, AccountTrail trail, Liveness liveness) {
        this.sql = sql;
        this.trail = trail;
        this.liveness = liveness;
    }

    /**
     * What a code stands for.
     *
     * @param redirectUri where it is sent to
     * @param challenge RFC 7636, method S256
     */
    public record Approval(
            Client client,
            Set<String> scopes,
            String redirectUri,
            @Nullable String nonce,
            String challenge) {}

    /** @return the code, which is not stored; empty when the session has ended meanwhile */
    @Transactional
    public Optional<String> issue(LoginSession session, Approval approval, Visitor visitor) {
        String code = Visitor.newToken();
        int made = sql.sql("""
                        insert into authorization_code (code_hash, client_id, account_id, session_id, redirect_uri, scopes, nonce,
                            code_challenge, expires_at)
                        select :hash, :client, a.id, s.id, :redirectUri, :scopes, :nonce, :challenge, :expiresAt
                        from login_session s join account a on a.id = s.account_id
                        where s.id = :session and
                        """ + Liveness.LIVE + "for key share of a, s")
                .param("hash", Visitor.digest(code))
                .param("client", approval.client().id())
                .param("redirectUri", approval.redirectUri())
                .param("scopes", new TreeSet<>(approval.scopes()).toArray(String[]::new))
                .param("nonce", approval.nonce())
                .param("challenge", approval.challenge())
                .param("expiresAt", Liveness.time(liveness.now().plus(LIFE)))
                .param("session", session.id())
                .params(liveness.times())
                .update();
        if (made == 0) {
            return Optional.empty();
        }
        if (!approval.client().isOwn()) {
            trail.record(
                    session.account(),
                    AccountEvent.CLIENT_AUTHORIZED,
                    Actor.person(visitor),
                    Map.of(
                            "client",
                            approval.client().name(),
                            "scopes",
                            String.join(" ", new TreeSet<>(approval.scopes()))));
        }
        return Optional.of(code);
    }

    /** What tokens for this code would say; nothing is decided yet. Empty when it cannot be redeemed. */
    public Optional<GrantedAccess> find(CodeRedemption redemption) {
        return sql.sql("""
                        select c.account_id, c.session_id, c.scopes, c.nonce, s.authenticated_at, s.methods
                        from authorization_code c join login_session s on s.id = c.session_id
                            join account a on a.id = c.account_id
                        where c.code_hash = :hash and c.client_id = :client and c.redirect_uri = :redirectUri
                            and c.code_challenge = :challenge and c.expires_at > :now and
                        """ + Liveness.LIVE)
                .param("hash", Visitor.digest(redemption.code()))
                .param("client", redemption.client())
                .param("redirectUri", redemption.redirectUri())
                .param("challenge", redemption.challenge())
                .params(liveness.times())
                .query((row, _) -> Liveness.access(row, row.getString("nonce")))
                .optional();
    }

    /**
     * Redeems a code: one statement deletes it and begins the family of its tokens.
     *
     * @param successor the first refresh token of the family
     * @return false when it was redeemed already, or is over
     */
    public boolean redeem(CodeRedemption redemption, Successor successor) {
        // Rows are locked in the order in which the end of a session deletes them, so that the two never wait for each
        // other.
        return sql.sql("""
                        with live as (
                            select s.id from login_session s join account a on a.id = s.account_id
                                join authorization_code c on c.session_id = s.id
                            where c.code_hash = :hash and
                        """ + Liveness.LIVE + """
                            for key share of a, s),
                        code as (
                            delete from authorization_code c using live
                            where c.code_hash = :hash and c.session_id = live.id and c.client_id = :client
                                and c.redirect_uri = :redirectUri and c.code_challenge = :challenge and c.expires_at > :now
                            returning c.client_id, c.account_id, c.session_id, c.scopes),
                        family as (
                            insert into authorization_grant (client_id, account_id, session_id, scopes, code_hash, created_at, ends_at)
                            select client_id, account_id, session_id, scopes, :hash, :now, :endsAt from code
                            returning id)
                        insert into refresh_token (token_hash, grant_id, access_id, issued_at)
                        select :next, id, :accessId, :now from family
                        """)
                        .param("hash", Visitor.digest(redemption.code()))
                        .param("client", redemption.client())
                        .param("redirectUri", redemption.redirectUri())
                        .param("challenge", redemption.challenge())
                        .param("endsAt", liveness.end())
                        .param("next", successor.hash())
                        .param("accessId", successor.accessId())
                        .params(liveness.times())
                        .update()
                == 1;
    }
}

package dev.waymark.gateway.signin;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import dev.waymark.platform.pages.Language;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * What the gateway says to identity-service as its OpenID Connect client (Core 1.0, authorization code flow with PKCE). Browsers are
 * sent to the public origin, the gateway itself asks by the internal address; nothing is looked up at start.
 */
@Component
@ConditionalOnWebApplication
class IdentityProvider {
    static final String CALLBACK = "/signin/callback";

    private static final String CLIENT = "gateway";

    private final Issuer issuer;
    private final URI origin;
    private final URI tokenEndpoint;
    private final ClientAuthentication client;
    private final BackChannel back;
    private final IdTokens idTokens;
    private final Clock clock;

    IdentityProvider(
            @Value("${PUBLIC_ORIGIN}") String origin,
            @Value("${IDENTITY_URL}") String internal,
            @Value("${GATEWAY_CLIENT_SECRET}") String secret,
            BackChannel back,
            Clock clock) {
        this.issuer = new Issuer(origin.strip());
        this.origin = URI.create(origin.strip());
        this.tokenEndpoint = URI.create(internal.strip()).resolve("/oauth2/token");
        this.client = new ClientSecretBasic(new ClientID(CLIENT), new Secret(secret.strip()));
        this.back = back;
        this.idTokens = new IdTokens(
                issuer, new ClientID(CLIENT), URI.create(internal.strip()).resolve("/oauth2/jwks"), back);
        this.clock = clock;
    }

    /** A fresh grant: who signed in, the token that says so, and the tokens for the services. */
    record Granted(IdTokens.Subject subject, String idToken, Tokens tokens) {
        @Override
        public String toString() {
            return "Granted[…]";
        }
    }

    Issuer issuer() {
        return issuer;
    }

    /** Where the browser goes to sign in. */
    URI authorization(PendingLogin login) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(OIDCScopeValue.OPENID),
                        client.getClientID(),
                        origin.resolve(CALLBACK))
                .endpointURI(origin.resolve("/oauth2/authorize"))
                .state(new State(login.state()))
                .nonce(new Nonce(login.nonce()))
                .codeChallenge(new CodeVerifier(login.verifier()), CodeChallengeMethod.S256)
                .uiLocales(List.of(tag(Language.of(login.returnPath()))))
                .build()
                .toURI();
    }

    /**
     * @throws RefusedException when the code is not taken, or the ID token is not what it should be
     * @throws IdentityAwayException when that cannot be told just now
     */
    Granted redeem(AuthorizationCode code, PendingLogin login) throws RefusedException {
        AccessTokenResponse answer =
                ask(new AuthorizationCodeGrant(code, origin.resolve(CALLBACK), new CodeVerifier(login.verifier())));
        JWT idToken = answer instanceof OIDCTokenResponse openId
                ? openId.getOIDCTokens().getIDToken()
                : null;
        if (idToken == null) {
            throw new RefusedException("no ID token");
        }
        return new Granted(idTokens.check(idToken, login.nonce()), idToken.serialize(), tokens(answer));
    }

    /**
     * @throws RefusedException when the grant is over
     * @throws IdentityAwayException when that cannot be told just now
     */
    Tokens refresh(String refreshToken) throws RefusedException {
        return tokens(ask(new RefreshTokenGrant(new RefreshToken(refreshToken))));
    }

    /**
     * Where the browser goes to be signed out (OpenID Connect RP-Initiated Logout 1.0, section 2).
     *
     * @param idToken of the session that ends; null when it is not known any more
     */
    URI endOfSession(@Nullable String idToken) {
        try {
            JWT hint = idToken == null ? null : JWTParser.parse(idToken);
            ClientID id = client.getClientID();
            return new LogoutRequest(origin.resolve("/oauth2/logout"), hint, null, id, origin.resolve("/"), null, null)
                    .toURI();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("the ID token was parsed before it was kept", e);
        }
    }

    private AccessTokenResponse ask(AuthorizationGrant grant) throws RefusedException {
        try {
            TokenResponse answer = OIDCTokenResponseParser.parse(new TokenRequest.Builder(tokenEndpoint, client, grant)
                    .build()
                    .toHTTPRequest()
                    .send(back));
            if (answer.indicatesSuccess()) {
                return answer.toSuccessResponse();
            }
            String error =
                    String.valueOf(answer.toErrorResponse().getErrorObject().getCode());
            if (OAuth2Error.INVALID_GRANT.getCode().equals(error)) {
                throw new RefusedException(error);
            }
            // Such as a secret that is not the same on both sides: no fault of the visitor's, whose session stays.
            throw new IdentityAwayException("identity-service answers " + error.replaceAll("[^a-z_]", ""));
        } catch (IOException e) {
            throw new IdentityAwayException(e.getClass().getSimpleName());
        } catch (ParseException _) {
            throw new IdentityAwayException("an answer that is none of OAuth 2.0");
        }
    }

    private Tokens tokens(AccessTokenResponse answer) {
        com.nimbusds.oauth2.sdk.token.Tokens given = answer.getTokens();
        if (given.getRefreshToken() == null) {
            throw new IdentityAwayException("identity-service gives no refresh token");
        }
        return new Tokens(
                given.getAccessToken().getValue(),
                clock.instant().plusSeconds(given.getAccessToken().getLifetime()),
                given.getRefreshToken().getValue());
    }

    private static LangTag tag(Language language) {
        try {
            return new LangTag(language.tag());
        } catch (LangTagException e) {
            throw new IllegalStateException("a language without a tag", e);
        }
    }
}

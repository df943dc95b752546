package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client library that others wrote, and that knows nothing of this provider but its issuer. */
class OpenIdClientTest {
    private static final URI CALLBACK = URI.create("https://client.example/callback");
    private static final URI AFTER = URI.create("https://client.example/after");

    private static @Nullable Provider started;

    private final Provider provider = Objects.requireNonNull(started);

    @BeforeAll
    static void start() {
        started = Provider.startAtItsOrigin();
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(started).close();
    }

    @Test
    void aConfidentialClientCompletesAllThatItNeeds() throws Exception {
        TestClient registered = provider.client(
                "--redirect-uri",
                CALLBACK.toString(),
                "--post-logout-redirect-uri",
                AFTER.toString(),
                "--scope",
                "openid,profile,email");
        ClientID client = new ClientID(registered.name());
        Secret secret = new Secret(Objects.requireNonNull(registered.secret()));
        Person person = provider.signedIn();
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(provider.address));

        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        AuthorizationCode code = authorize(metadata, registered, person, verifier, nonce);
        OIDCTokenResponse first = tokens(
                metadata, new ClientSecretBasic(client, secret), new AuthorizationCodeGrant(code, CALLBACK, verifier));

        IDTokenValidator validator = new IDTokenValidator(
                metadata.getIssuer(),
                client,
                JWSAlgorithm.RS256,
                metadata.getJWKSetURI().toURL());
        IDTokenClaimsSet id = validator.validate(first.getOIDCTokens().getIDToken(), nonce);
        assertThat(id.getSubject().getValue()).isEqualTo(person.account().toString());
        assertThat(id.getSessionID().getValue()).isEqualTo(person.session().toString());
        AccessTokenValidator.validate(
                first.getOIDCTokens().getAccessToken(),
                JWSAlgorithm.RS256,
                new AccessTokenHash(id.getStringClaim("at_hash")));

        UserInfo info = UserInfoResponse.parse(new UserInfoRequest(
                                metadata.getUserInfoEndpointURI(),
                                first.getOIDCTokens().getBearerAccessToken())
                        .toHTTPRequest()
                        .send())
                .toSuccessResponse()
                .getUserInfo();
        assertThat(info.getSubject()).isEqualTo(id.getSubject());
        assertThat(info.getEmailAddress()).isEqualTo(person.email());
        assertThat(info.getEmailVerified()).isTrue();
        assertThat(info.getName()).startsWith("Ada ");

        OIDCTokenResponse second = tokens(
                metadata,
                new ClientSecretPost(client, secret),
                new RefreshTokenGrant(first.getOIDCTokens().getRefreshToken()));
        assertThat(second.getOIDCTokens().getRefreshToken())
                .isNotEqualTo(first.getOIDCTokens().getRefreshToken());
        validator.validate(second.getOIDCTokens().getIDToken(), null);
        assertThat(isActive(metadata, new ClientSecretBasic(client, secret), second))
                .isTrue();

        assertThat(new TokenRevocationRequest(
                                metadata.getRevocationEndpointURI(),
                                new ClientSecretBasic(client, secret),
                                second.getOIDCTokens().getRefreshToken())
                        .toHTTPRequest()
                        .send()
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(isActive(metadata, new ClientSecretBasic(client, secret), second))
                .isFalse();

        URI logout = new LogoutRequest(
                        metadata.getEndSessionEndpointURI(),
                        first.getOIDCTokens().getIDToken(),
                        AFTER,
                        new State("done"))
                .toURI();
        HttpResponse<String> answer = Requests.get(logout.toString(), "Cookie", person.cookie());
        assertThat(Provider.location(answer)).isEqualTo(AFTER + "?state=done");
    }

    @Test
    void aPublicClientDoesTheSameWithoutASecret() throws Exception {
        TestClient registered =
                provider.client("--redirect-uri", CALLBACK.toString(), "--public", "--scope", "openid,profile,email");
        ClientID client = new ClientID(registered.name());
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(provider.address));
        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        AuthorizationCode code = authorize(metadata, registered, provider.signedIn(), verifier, nonce);

        OIDCTokenResponse first = tokens(metadata, client, new AuthorizationCodeGrant(code, CALLBACK, verifier));
        new IDTokenValidator(
                        metadata.getIssuer(),
                        client,
                        JWSAlgorithm.RS256,
                        metadata.getJWKSetURI().toURL())
                .validate(first.getOIDCTokens().getIDToken(), nonce);
        OIDCTokenResponse second = tokens(
                metadata, client, new RefreshTokenGrant(first.getOIDCTokens().getRefreshToken()));
        assertThat(new TokenRevocationRequest(
                                metadata.getRevocationEndpointURI(),
                                client,
                                second.getOIDCTokens().getRefreshToken())
                        .toHTTPRequest()
                        .send()
                        .getStatusCode())
                .isEqualTo(200);
    }

    private AuthorizationCode authorize(
            OIDCProviderMetadata metadata, TestClient client, Person person, CodeVerifier verifier, Nonce nonce)
            throws Exception {
        // Consent is the person's, and given before.
        provider.code(person, client, "scope", "openid profile email");
        State state = new State();
        URI request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "profile", "email"),
                        new ClientID(client.name()),
                        CALLBACK)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        HttpResponse<String> answer = Requests.get(request.toString(), "Cookie", person.cookie());
        AuthenticationSuccessResponse success = AuthenticationResponseParser.parse(
                        URI.create(Provider.location(answer)))
                .toSuccessResponse();
        assertThat(success.getState()).isEqualTo(state);
        assertThat(success.getIssuer()).isEqualTo(metadata.getIssuer());
        return success.getAuthorizationCode();
    }

    private static OIDCTokenResponse tokens(
            OIDCProviderMetadata metadata, ClientAuthentication client, AuthorizationGrant grant) throws Exception {
        return parsed(new TokenRequest(metadata.getTokenEndpointURI(), client, grant, null));
    }

    private static OIDCTokenResponse tokens(OIDCProviderMetadata metadata, ClientID client, AuthorizationGrant grant)
            throws Exception {
        return parsed(new TokenRequest(metadata.getTokenEndpointURI(), client, grant, null));
    }

    private static OIDCTokenResponse parsed(TokenRequest request) throws Exception {
        AccessTokenResponse response =
                OIDCTokenResponseParser.parse(request.toHTTPRequest().send()).toSuccessResponse();
        return (OIDCTokenResponse) response;
    }

    private static boolean isActive(
            OIDCProviderMetadata metadata, ClientAuthentication client, OIDCTokenResponse tokens) throws Exception {
        return TokenIntrospectionResponse.parse(new TokenIntrospectionRequest(
                                metadata.getIntrospectionEndpointURI(),
                                client,
                                tokens.getOIDCTokens().getAccessToken())
                        .toHTTPRequest()
                        .send())
                .toSuccessResponse()
                .isActive();
    }
}

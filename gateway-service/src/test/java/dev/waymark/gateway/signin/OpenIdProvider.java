package dev.waymark.gateway.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import dev.waymark.gateway.ScriptedService;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider with real keys, tokens and PKCE in the place of identity-service. Codes and refresh tokens are good for one use,
 * as there.
 */
final class OpenIdProvider {
    static final String ORIGIN = "http://directory.example:8080";

    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString("gateway:insecure-local-gateway-secret".getBytes(StandardCharsets.UTF_8));
    private static final RSAKey KEY = key();
    private static final RSAKey OTHER_KEY = key();

    private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> refreshTokens = new ConcurrentHashMap<>();
    private final List<String> issued = new CopyOnWriteArrayList<>();
    private final List<String> refreshed = new CopyOnWriteArrayList<>();

    final UUID account = UUID.randomUUID();
    final UUID sid = UUID.randomUUID();
    /** Seconds that access tokens live. */
    volatile int lifetime = 300;

    volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    volatile JWSAlgorithm algorithm = JWSAlgorithm.RS256;
    volatile boolean unknownKey;
    volatile boolean refusesRefresh;
    /** Held up there until it is open. */
    volatile @Nullable CountDownLatch refreshGate;

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs somebody in whose browser was sent here. */
    String code(URI authorizationRequest) {
        String code = UUID.randomUUID().toString();
        codes.put(code, URLUtils.parseParameters(authorizationRequest.getRawQuery()));
        return code;
    }

    /** Every token that was given out. */
    List<String> issued() {
        return List.copyOf(issued);
    }

    /** The refresh tokens that were asked with, in order. */
    List<String> refreshed() {
        return List.copyOf(refreshed);
    }

    void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/oauth2/jwks" ->
                ScriptedService.send(
                        exchange, 200, new JWKSet(KEY.toPublicJWK()).toString(), "Content-Type", "application/json");
            case "/oauth2/token" -> tokenEndpoint(exchange);
            default -> ScriptedService.send(exchange, 200, "hello", "Content-Type", "text/plain;charset=UTF-8");
        }
    }

    private void tokenEndpoint(HttpExchange exchange) throws IOException {
        Map<String, List<String>> form = form(exchange);
        if (!BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, 401, "invalid_client");
            return;
        }
        switch (one(form, "grant_type")) {
            case "authorization_code" -> redeem(exchange, form);
            case "refresh_token" -> refresh(exchange, form);
            default -> error(exchange, 400, "unsupported_grant_type");
        }
    }

    private void redeem(HttpExchange exchange, Map<String, List<String>> form) throws IOException {
        Map<String, List<String>> request = codes.remove(one(form, "code"));
        if (request == null
                || !one(request, "redirect_uri").equals(one(form, "redirect_uri"))
                || !CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")))
                        .getValue()
                        .equals(one(request, "code_challenge"))) {
            error(exchange, 400, "invalid_grant");
            return;
        }
        tokens(exchange, one(request, "nonce"));
    }

    private void refresh(HttpExchange exchange, Map<String, List<String>> form) throws IOException {
        String token = one(form, "refresh_token");
        refreshed.add(token);
        CountDownLatch gate = refreshGate;
        if (gate != null) {
            try {
                boolean _ = gate.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (refusesRefresh || refreshTokens.remove(token) == null) {
            error(exchange, 400, "invalid_grant");
            return;
        }
        tokens(exchange, null);
    }

    private void tokens(HttpExchange exchange, @Nullable String nonce) throws IOException {
        Instant now = Instant.now();
        String access = sign(new JWTClaimsSet.Builder()
                .issuer(ORIGIN)
                .subject(account.toString())
                .jwtID(UUID.randomUUID().toString())
                .build());
        String refresh = UUID.randomUUID().toString();
        refreshTokens.put(refresh, true);
        issued.addAll(List.of(access, refresh));
        String idToken = "";
        if (nonce != null) {
            idToken = sign(claims.apply(new JWTClaimsSet.Builder()
                            .issuer(ORIGIN)
                            .audience("gateway")
                            .subject(account.toString())
                            .claim("sid", sid.toString())
                            .claim("nonce", nonce)
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plusSeconds(300))))
                    .build());
            issued.add(idToken);
        }
        ScriptedService.send(
                exchange,
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\",\"scope\":\"openid\"%s}"
                        .formatted(
                                access,
                                lifetime,
                                refresh,
                                idToken.isEmpty() ? "" : ",\"id_token\":\"" + idToken + "\""),
                "Content-Type",
                "application/json",
                "Cache-Control",
                "no-store");
    }

    private String sign(JWTClaimsSet content) {
        RSAKey key = unknownKey ? OTHER_KEY : KEY;
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), content);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, List<String>> form(HttpExchange exchange) throws IOException {
        return URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String one(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    private static void error(HttpExchange exchange, int status, String error) throws IOException {
        ScriptedService.send(exchange, status, "{\"error\":\"" + error + "\"}", "Content-Type", "application/json");
    }
}

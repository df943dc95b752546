package dev.waymark.identity.tokens;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.clients.Scope;
import dev.waymark.identity.grants.Grants;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Claims about who is signed in: OpenID Connect Core 1.0, section 5.3. A token whose session has ended says nothing any more. */
@RestController
@ConditionalOnWebApplication
class UserInfo {
    static final String PATH = "/oauth2/userinfo";

    private final DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
    private final IssuedTokens tokens;
    private final Grants grants;
    private final Accounts accounts;
    private final Set<String> audiences;

    UserInfo(
            IssuedTokens tokens,
            Grants grants,
            Accounts accounts,
            @Value("${PUBLIC_ORIGIN}") String origin,
            @Value("${spring.application.name}") String service) {
        this.tokens = tokens;
        this.grants = grants;
        this.accounts = accounts;
        this.audiences = Set.of(origin, service);
        // RFC 6750, section 2.2.
        this.bearer.setAllowFormEncodedBodyParameter(true);
    }

    @GetMapping(PATH)
    ResponseEntity<?> claims(HttpServletRequest request) {
        String text;
        try {
            text = bearer.resolve(request);
        } catch (OAuth2AuthenticationException _) {
            return refused(HttpStatus.BAD_REQUEST, "invalid_request", "The access token is malformed, or came twice.");
        }
        if (text == null) {
            return refused(HttpStatus.UNAUTHORIZED, "", "This needs an access token.");
        }
        Optional<Jwt> token = tokens.accessToken(text)
                .filter(known -> IssuedTokens.audience(known).stream().anyMatch(audiences::contains));
        Optional<Account> account = token.flatMap(this::account);
        if (token.isEmpty() || account.isEmpty()) {
            return refused(
                    HttpStatus.UNAUTHORIZED,
                    "invalid_token",
                    "The access token is expired, malformed or meant for something else, or its session has ended.");
        }
        List<String> scopes =
                List.of(String.valueOf(token.get().getClaimAsString("scope")).split(" "));
        return scopes.contains(Scope.OPENID)
                ? ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(claims(account.get(), scopes))
                : refused(HttpStatus.FORBIDDEN, "insufficient_scope", "The access token has no scope openid.");
    }

    @PostMapping(PATH)
    ResponseEntity<?> claimsByForm(HttpServletRequest request) {
        return claims(request);
    }

    private Optional<Account> account(Jwt token) {
        return IssuedTokens.uuid(token.getId()) instanceof UUID id
                        && IssuedTokens.uuid(token.getSubject()) instanceof UUID account
                        && grants.isLive(id)
                ? accounts.byId(account).filter(Account::enabled)
                : Optional.empty();
    }

    /** An account exists only when mail to its address has reached its owner, so every address is verified. */
    private static Map<String, Object> claims(Account account, List<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", account.id().toString());
        if (scopes.contains(Scope.EMAIL)) {
            claims.put("email", account.email().text());
            claims.put("email_verified", true);
        }
        if (scopes.contains(Scope.PROFILE)) {
            if (!account.displayName().isEmpty()) {
                claims.put("name", account.displayName());
            }
            claims.put("locale", account.language().tag());
        }
        return claims;
    }

    /** RFC 6750, section 3. */
    private static ResponseEntity<?> refused(HttpStatus status, String error, String detail) {
        Problem problem = new Problem(status, error.isEmpty() ? "token_required" : error, detail);
        return ResponseEntity.status(status)
                .header(HttpHeaders.WWW_AUTHENTICATE, error.isEmpty() ? "Bearer" : "Bearer error=\"" + error + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.toProblemDetail());
    }
}

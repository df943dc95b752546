package dev.waymark.identity.tokens;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** A client that names itself and proves nothing: what it presents, a code with its verifier or a refresh token, is its proof. */
final class PublicClientRequest implements AuthenticationConverter {
    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] names = request.getParameterValues("client_id");
        boolean hasProof =
                request.getHeader(HttpHeaders.AUTHORIZATION) != null || request.getParameter("client_secret") != null;
        return names == null || names.length != 1 || names[0].isEmpty() || hasProof
                ? null
                : new OAuth2ClientAuthenticationToken(names[0], ClientAuthenticationMethod.NONE, null, Map.of());
    }
}

package dev.waymark.identity.tokens;

import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.oauth2.jwt.JwtEncodingException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.transaction.TransactionException;

/** Refusals of the endpoints for clients, RFC 6749, section 5.2; beside them 503 while the service cannot decide. */
final class TokenErrors implements AuthenticationFailureHandler, AuthenticationEntryPoint {
    private static final String UNAVAILABLE = OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;
    private static final String RETRY_AFTER_SECONDS = "2";

    private final HttpMessageConverter<OAuth2Error> json = new OAuth2ErrorHttpMessageConverter();

    /** A refusal that is nobody's fault: the same request may be sent again. */
    private static OAuth2AuthenticationException unavailable(RuntimeException cause) {
        return new OAuth2AuthenticationException(new OAuth2Error(UNAVAILABLE), cause);
    }

    /** @throws OAuth2AuthenticationException {@code temporarily_unavailable} when the signing keys cannot be read */
    static <T extends @Nullable Object> T whileKeysCanBeRead(Supplier<T> signing) {
        try {
            return signing.get();
        } catch (JwtEncodingException e) {
            throw isAway(e) ? unavailable(e) : e;
        }
    }

    /** @throws OAuth2AuthenticationException {@code temporarily_unavailable} when the database does not answer */
    static <T extends @Nullable Object> T whileDatabaseAnswers(Supplier<T> deciding) {
        try {
            return deciding.get();
        } catch (DataAccessException | TransactionException e) {
            throw isAway(e) ? unavailable(e) : e;
        }
    }

    /** What the database refused would be refused again: that is no reason to ask for a repetition. */
    private static boolean isAway(RuntimeException failure) {
        return StandardProblems.of(failure).status() == HttpStatus.SERVICE_UNAVAILABLE;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        SecurityContextHolder.clearContext();
        String code = failure instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_REQUEST;
        write(code, response);
    }

    /** The request named no client at all. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        write(OAuth2ErrorCodes.INVALID_CLIENT, response);
    }

    private void write(String code, HttpServletResponse response) throws IOException {
        ServletServerHttpResponse answer = new ServletServerHttpResponse(response);
        answer.setStatusCode(
                switch (code) {
                    case OAuth2ErrorCodes.INVALID_CLIENT -> {
                        answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"oauth2\"");
                        yield HttpStatus.UNAUTHORIZED;
                    }
                    case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> {
                        answer.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
                        yield HttpStatus.SERVICE_UNAVAILABLE;
                    }
                    default -> HttpStatus.BAD_REQUEST;
                });
        json.write(new OAuth2Error(code, description(code), null), null, answer);
    }

    private static String description(String code) {
        return switch (code) {
            case OAuth2ErrorCodes.INVALID_CLIENT -> "The client is unknown or disabled, or its secret is wrong.";
            case OAuth2ErrorCodes.INVALID_SCOPE -> "The client may not ask for one of these scopes.";
            case OAuth2ErrorCodes.INVALID_GRANT ->
                "The code or refresh token is used, expired, revoked, or not this client's, or the verifier or redirect URI is wrong.";
            case OAuth2ErrorCodes.UNAUTHORIZED_CLIENT -> "The client may not use this grant_type.";
            case OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE ->
                "The grant_type should be authorization_code, refresh_token or client_credentials.";
            case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> "Please send the request again in a moment.";
            default -> "A parameter is missing, repeated or malformed.";
        };
    }
}

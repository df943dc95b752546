package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** What a request must be like before anything looks at it: its method, the form of its path, its size. */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class RequestRules extends OncePerRequestFilter {
    static final int MOST_BODY_BYTES = 1024 * 1024;
    static final int MOST_URL_CHARACTERS = 4096;
    static final int MOST_HEADER_CHARACTERS = 16 * 1024;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /**
     * Paths that one program may read in another way than the next: parameters ({@code ;}), empty and dot segments (RFC 3986,
     * section 5.2.4), and encoded slashes, dots, percent signs, semicolons, backslashes and control characters.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            ";|\\\\|//|/\\.\\.?(?:/|$)|%(?:2[fFeE5]|5[cC]|3[bB]|[01][0-9a-fA-F]|7[fF])|[\\x00-\\x20\\x7f]");

    private final ErrorAnswers answers;
    private final Duration longestBody;

    RequestRules(ErrorAnswers answers, @Value("${waymark.gateway.body-timeout-millis}") long bodyTimeoutMillis) {
        this.answers = answers;
        this.longestBody = Duration.ofMillis(bodyTimeoutMillis);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Problem problem = check(request);
        if (problem == null) {
            chain.doFilter(new BoundedBody(request, MOST_BODY_BYTES, longestBody), response);
            return;
        }
        if (problem.status() == HttpStatus.METHOD_NOT_ALLOWED) {
            response.setHeader(
                    HttpHeaders.ALLOW,
                    String.join(", ", METHODS.stream().sorted().toList()));
        }
        answers.answer(problem, request.getRequestURI(), request.getHeader(HttpHeaders.ACCEPT))
                .writeTo(response);
    }

    private static @Nullable Problem check(HttpServletRequest request) {
        String query = request.getQueryString();
        if (!METHODS.contains(request.getMethod())) {
            return StandardProblems.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > MOST_URL_CHARACTERS) {
            return StandardProblems.of(HttpStatus.URI_TOO_LONG);
        }
        if (headerCharacters(request) > MOST_HEADER_CHARACTERS) {
            return StandardProblems.of(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        if (AMBIGUOUS.matcher(request.getRequestURI()).find()) {
            return StandardProblems.of(HttpStatus.BAD_REQUEST);
        }
        if (request.getContentLengthLong() > MOST_BODY_BYTES) {
            return StandardProblems.of(HttpStatus.CONTENT_TOO_LARGE);
        }
        return null;
    }

    private static int headerCharacters(HttpServletRequest request) {
        int characters = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                characters += name.length() + value.length();
            }
        }
        return characters;
    }
}

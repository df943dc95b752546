package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The gateway's own metrics share the public port, so they are for callers on the same machine only: from a loopback address, and not
 * through a proxy there. For everybody else there is nothing at these paths.
 */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class ActuatorDoor extends OncePerRequestFilter {
    private static final List<String> PROXY_HEADERS = List.of("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP");

    private final ErrorAnswers answers;

    ActuatorDoor(ErrorAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The decoded path: what the controllers are found by.
        if (!(request.getServletPath() + "/").startsWith("/actuator/") || local(request)) {
            chain.doFilter(request, response);
            return;
        }
        answers.answer(
                        StandardProblems.of(HttpStatus.NOT_FOUND),
                        request.getRequestURI(),
                        request.getHeader(HttpHeaders.ACCEPT))
                .writeTo(response);
    }

    private static boolean local(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
                && PROXY_HEADERS.stream().allMatch(name -> request.getHeader(name) == null);
    }
}

package dev.waymark.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives back what a request holds (connections, permits), however it ends. */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestEnd extends OncePerRequestFilter {
    private static final String ATTRIBUTE = RequestEnd.class.getName();

    /** What is to be done at the end of a request, last first. */
    static final class Duties {
        private final Deque<Runnable> duties = new ArrayDeque<>();

        void add(Runnable duty) {
            duties.push(duty);
        }

        private void run() {
            while (!duties.isEmpty()) {
                duties.pop().run();
            }
        }
    }

    static Duties of(HttpServletRequest request) {
        return (Duties) request.getAttribute(ATTRIBUTE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duties duties = new Duties();
        request.setAttribute(ATTRIBUTE, duties);
        try {
            chain.doFilter(request, response);
        } finally {
            duties.run();
        }
    }
}

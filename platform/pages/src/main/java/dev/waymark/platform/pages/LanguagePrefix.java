package dev.waymark.platform.pages;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/** Takes the language off the path, so that a controller says once what it answers, whatever the language. */
final class LanguagePrefix extends OncePerRequestFilter implements LocaleResolver {
    private static final String ASKED_FOR = LanguagePrefix.class.getName() + ".path";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Language language = Language.of(path);
        if (language == Language.ENGLISH) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(ASKED_FOR, path);
        chain.doFilter(new Unprefixed(request, language), response);
    }

    /** The path as the visitor knows it. */
    static String askedFor(HttpServletRequest request) {
        return request.getAttribute(ASKED_FOR) instanceof String path ? path : request.getRequestURI();
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return Language.of(askedFor(request)).locale();
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the address says the language");
    }

    private static final class Unprefixed extends HttpServletRequestWrapper {
        private final Language language;

        Unprefixed(HttpServletRequest request, Language language) {
            super(request);
            this.language = language;
        }

        @Override
        public String getRequestURI() {
            return language.without(super.getRequestURI());
        }

        @Override
        public String getServletPath() {
            return language.without(super.getServletPath());
        }
    }
}

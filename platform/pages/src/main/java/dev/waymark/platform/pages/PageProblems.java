package dev.waymark.platform.pages;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors of page controllers, and of requests that no controller takes. JSON controllers have their own, which come first. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class PageProblems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(PageProblems.class);

    private final ErrorAnswers answers;

    PageProblems(ErrorAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler
    ResponseEntity<String> refused(Problem problem, HttpServletRequest request) {
        return answer(problem, request).toEntity();
    }

    @ExceptionHandler
    ResponseEntity<String> failed(RuntimeException failure, HttpServletRequest request, HttpServletResponse response) {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            // The filter chain knows whether to ask for a login or to refuse.
            throw failure;
        }
        if (response.isCommitted()) {
            // Half an answer is out: the container breaks the connection off, so that nobody takes it for a whole one.
            throw failure;
        }
        log.error("request failed", failure);
        return refused(StandardProblems.of(failure), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        HttpServletRequest servletRequest = ((ServletWebRequest) request).getRequest();
        ErrorAnswer answer = answer(StandardProblems.of(HttpStatus.valueOf(status.value())), servletRequest);
        // What the exception knows, such as Allow with 405.
        headers.forEach((name, values) -> answer.headers().putIfAbsent(name, values));
        return new ResponseEntity<>(answer.body(), answer.headers(), answer.status());
    }

    private ErrorAnswer answer(Problem problem, HttpServletRequest request) {
        return answers.answer(problem, LanguagePrefix.askedFor(request), request.getHeader(HttpHeaders.ACCEPT));
    }
}

package dev.waymark.platform.pages;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What filters and the container refuse, or fail at, outside the reach of controller advice. */
@Controller
class ErrorDispatches implements ErrorController {
    private final ErrorAnswers answers;

    ErrorDispatches(ErrorAnswers answers) {
        this.answers = answers;
    }

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ResponseEntity<String> answer(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null;
        }
        String path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                ? uri
                : request.getRequestURI();
        return answers.answer(problem(request), path, request.getHeader(HttpHeaders.ACCEPT))
                .toEntity();
    }

    private static Problem problem(HttpServletRequest request) {
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof Throwable wrapper && wrapper.getCause() instanceof Problem problem) {
            return problem;
        }
        // Asked for directly, this address has nothing.
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        return StandardProblems.of(status == null || !status.isError() ? HttpStatus.INTERNAL_SERVER_ERROR : status);
    }
}

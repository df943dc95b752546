package dev.waymark.platform.pages;

import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;

/** Says what went wrong in the form that the client reads: people get a page of the site, machines a problem document (RFC 9457). */
public final class ErrorAnswers {
    /** Below these, only machines ask. */
    private static final List<String> MACHINE_PATHS =
            List.of("/api/", "/internal/", "/oauth2/", "/.well-known/", "/actuator/", "/assets/");

    /** Below those, and asked for by people all the same. */
    private static final List<String> PEOPLES_PATHS =
            List.of("/oauth2/authorize/", "/oauth2/logout/", "/.well-known/change-password/");

    private final Pages pages;

    ErrorAnswers(Pages pages) {
        this.pages = pages;
    }

    /**
     * @param path the path of the request, without its query
     * @param accept the header Accept as it came; null when there was none
     */
    public ErrorAnswer answer(Problem problem, String path, @Nullable String accept) {
        return wantsPage(path, accept) ? page(problem, Language.of(path)) : document(problem);
    }

    static boolean wantsPage(String path, @Nullable String accept) {
        if (MACHINE_PATHS.stream().anyMatch((path + "/")::startsWith)
                && PEOPLES_PATHS.stream().noneMatch((path + "/")::startsWith)) {
            return false;
        }
        if (accept == null || accept.isBlank()) {
            return true;
        }
        try {
            List<MediaType> accepted = MediaType.parseMediaTypes(accept);
            double html = quality(accepted, MediaType.TEXT_HTML);
            double json = Math.max(
                    quality(accepted, MediaType.APPLICATION_JSON),
                    quality(accepted, MediaType.APPLICATION_PROBLEM_JSON));
            // A client that takes anything, as command lines do, gets what the path has otherwise.
            return html > 0 && html >= json;
        } catch (InvalidMediaTypeException _) {
            return true;
        }
    }

    /** RFC 9110, section 12.5.1: the most specific range that matches decides. */
    private static double quality(List<MediaType> accepted, MediaType offered) {
        Optional<MediaType> best = accepted.stream()
                .filter(range -> range.includes(offered))
                .reduce((one, other) -> specificity(other) > specificity(one) ? other : one);
        return best.map(MediaType::getQualityValue).orElse(0.0);
    }

    private static int specificity(MimeType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }

    private ErrorAnswer page(Problem problem, Language language) {
        HttpStatus status = problem.status();
        Texts texts = Texts.in(language);
        String html = pages.html(
                texts,
                Page.of(title(texts, problem)),
                "problem.jte",
                Map.of(
                        "title",
                        title(texts, problem),
                        "sentence",
                        sentence(texts, problem),
                        "problem",
                        problem,
                        // What a visitor can tell the operator, and the operator finds in the logs.
                        "reference",
                        status.is5xxServerError() ? Objects.requireNonNullElse(MDC.get("traceId"), "") : ""));
        return new ErrorAnswer(status, headers(problem, Pages.HTML), html);
    }

    private static ErrorAnswer document(Problem problem) {
        return new ErrorAnswer(
                problem.status(), headers(problem, MediaType.APPLICATION_PROBLEM_JSON), problem.toJson());
    }

    private static HttpHeaders headers(Problem problem, MediaType type) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(type);
        headers.setCacheControl(CacheControl.noStore());
        if (problem.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter().toSeconds()));
        }
        return headers;
    }

    private static String title(Texts texts, Problem problem) {
        HttpStatus status = problem.status();
        return texts.find("problem." + problem.code() + ".title")
                .or(() -> texts.find("error." + status.value() + ".title"))
                .orElseGet(() -> texts.get(status.is4xxClientError() ? "error.4xx.title" : "error.5xx.title"));
    }

    /** A problem's own words are English; in other languages the kind of problem has to do. */
    private static String sentence(Texts texts, Problem problem) {
        HttpStatus status = problem.status();
        return texts.find("problem." + problem.code())
                .or(() -> texts.language() == Language.ENGLISH
                        ? Optional.of(problem.detail())
                        : texts.find("error." + status.value() + ".text"))
                .orElseGet(() -> texts.get(status.is4xxClientError() ? "error.4xx.text" : "error.5xx.text"));
    }
}

package dev.waymark.platform.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

class ErrorAnswersTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    private final ErrorAnswers answers = new ErrorAnswers(new Pages("https://directory.example", new Assets()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/plans | none",
                "/plans | */*",
                "/plans | text/html,application/xhtml+xml,*/*;q=0.8",
                "/plans | application/json;q=0.5, text/html",
                "/plans | ???",
                "/apidocs | text/html",
                "/oauth2/authorize | text/html",
                "/oauth2/logout | text/html",
                "/.well-known/change-password | text/html",
            })
    void peopleGetAPage(String path, @Nullable String accept) {
        assertThat(ErrorAnswers.wantsPage(path, accept)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/plans | application/json",
                "/plans | application/json, */*;q=0.1",
                "/plans | application/problem+json",
                "/plans | application/json, text/html;q=0.9",
                "/favicon.ico | image/avif,image/webp",
                "/api | text/html",
                "/api/v1/organizations | text/html",
                "/internal/organizations/states | none",
                "/oauth2/token | */*",
                "/oauth2/authorize | application/json",
                "/oauth2/authorized | text/html",
                "/.well-known/openid-configuration | text/html",
                "/assets/x.css | text/html",
            })
    void machinesGetAProblem(String path, @Nullable String accept) {
        assertThat(ErrorAnswers.wantsPage(path, accept)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(HttpStatus.class)
    void everyErrorHasAKindPageWithoutACache(HttpStatus status) {
        ErrorAnswer answer =
                answers.answer(StandardProblems.of(status.isError() ? status : HttpStatus.NOT_FOUND), "/x", BROWSER);

        assertThat(answer.headers().getContentType()).hasToString("text/html;charset=UTF-8");
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(answer.body())
                .containsOnlyOnce("<h1>")
                .containsOnlyOnce("<main ")
                .contains("noindex");
    }

    @Test
    void aProblemKeepsItsCodeItsSentenceAndItsPatience() {
        Problem problem = new Problem(HttpStatus.TOO_MANY_REQUESTS, "slow_down", "Please wait <a moment>.")
                .retryAfter(Duration.ofSeconds(90));

        ErrorAnswer page = answers.answer(problem, "/plans", BROWSER);
        ErrorAnswer document = answers.answer(problem, "/api/v1/plans", BROWSER);

        assertThat(page.status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(page.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("90");
        assertThat(page.body()).contains("Please wait &lt;a moment&gt;.");
        assertThat(document.headers().getContentType()).hasToString("application/problem+json");
        assertThat(document.body())
                .isEqualTo("{\"type\":\"urn:waymark:problem:slow_down\",\"title\":\"Too Many Requests\",\"status\":429,"
                        + "\"detail\":\"Please wait <a moment>.\",\"code\":\"slow_down\"}");
    }
}

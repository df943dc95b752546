package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest extends SignInTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site: same-origin | true",
                "Sec-Fetch-Site: none | true",
                "Sec-Fetch-Site: same-site | false",
                "Sec-Fetch-Site: cross-site | false",
                "Sec-Fetch-Site: anything | false",
                "Sec-Fetch-Site: cross-site, Origin: http://directory.example:8080 | false",
                "Sec-Fetch-Site: same-origin, Sec-Fetch-Site: cross-site | false",
                "Origin: http://directory.example:8080 | true",
                "Origin: http://directory.example | false",
                "Origin: https://directory.example:8080 | false",
                "Origin: http://evil.example | false",
                "Origin: null | false",
                "Accept: text/html | false"
            })
    void whatChangesSomethingMustComeFromAPageOfTheSite(String headers, boolean passes) {
        String[] parts = Arrays.stream(headers.split(", "))
                .flatMap(header -> Arrays.stream(header.split(": ", 2)))
                .toArray(String[]::new);
        Browser browser = signedIn();

        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            HttpResponse<String> answer = browser.send(method, "/api/v1/organizations/1", parts);
            assertThat(answer.statusCode()).isEqualTo(passes ? 200 : 403);
            assertThat(answer.body()).contains(passes ? "hello" : "\"code\":\"cross_origin\"");
        }
        assertThat(organization.asked()).hasSize(passes ? 4 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"waymark_login", "waymark_browser"})
    void identityServicesCookiesSpeakForSomebodyToo(String name) {
        Browser browser = browser();
        browser.cookies().put(name, "x".repeat(43));

        HttpResponse<String> refused =
                browser.send("POST", "/de/login", "Sec-Fetch-Site", "cross-site", "Accept", "text/html");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Das kam von der Seite einer anderen Website");
        assertThat(identity.asked()).isEmpty();
        assertThat(browser.post("/de/login").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /oauth2/authorize, true",
        "POST, /oauth2/logout, true",
        "PUT, /oauth2/logout, false",
        "POST, /oauth2/%6cogout, false",
        "POST, /oauth2/logout/, false",
        "POST, /oauth2/device, false"
    })
    void otherSitesMaySendPeopleToSignInAndOutByAForm(String method, String path, boolean passes) {
        Browser browser = browser();
        browser.cookies().put("waymark_login", "x".repeat(43));

        HttpResponse<String> answer =
                browser.send(method, path, "Sec-Fetch-Site", "cross-site", "Origin", "http://client.example");

        assertThat(answer.statusCode()).isEqualTo(passes ? 200 : 403);
        assertThat(identity.asked()).hasSize(passes ? 1 : 0);
    }

    @Test
    void anotherSiteSignsNobodyOut() {
        Browser browser = signedIn();

        assertThat(browser.send("POST", "/signout", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);

        browser.get("/search");
        assertThat(search.lastAsked().headers()).containsKey("authorization");
    }

    @Test
    void theServiceWorkerLeavesFormsAloneSoThatTheirOriginStaysVisible() {
        String worker = browser().get("/service-worker.js").body();

        assertThat(worker.indexOf("if (request.method !== 'GET') return;"))
                .isPositive()
                .isLessThan(worker.indexOf("respondWith"));
    }

    @Test
    void readingAndProgramsWithTokensAreNotConcerned() {
        assertThat(signedIn().get("/search", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(200);
        assertThat(browser()
                        .send(
                                "POST",
                                "/api/v1/organizations/1",
                                "Authorization",
                                "Bearer x",
                                "Origin",
                                "http://a.example")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser().send("POST", "/oauth2/token").statusCode())
                .as("the provider's own answer")
                .isEqualTo(401);
    }
}

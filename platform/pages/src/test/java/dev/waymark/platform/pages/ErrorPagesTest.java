package dev.waymark.platform.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.platform.security.ServiceSecurity;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A small service with a page, an API and the usual security: what its visitors see when something goes wrong. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.application.name=example-service",
            "waymark.env-files=.env.dist",
            "waymark.settings=SITE,PUBLIC_ORIGIN,PRODUCTION,IDENTITY_URL,OTLP_ENDPOINT,TRACE_SAMPLE_RATE,LOG_FORMAT"
        })
class ErrorPagesTest {
    private static final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @SpringBootApplication
    @Import({ExamplePages.class, ExampleApi.class})
    static class Example {
        @Bean
        SecurityFilterChain access(HttpSecurity security) {
            return ServiceSecurity.stateless(security)
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/secret")
                            .hasAuthority("SCOPE_secret")
                            .requestMatchers(HttpMethod.DELETE)
                            .denyAll()
                            .anyRequest()
                            .permitAll())
                    .build();
        }
    }

    @Controller
    static class ExamplePages {
        @GetMapping("/gone")
        ResponseEntity<String> gone() {
            throw new Problem(HttpStatus.GONE, "organization_deleted", "This organisation was deleted.");
        }

        @GetMapping("/broken")
        ResponseEntity<String> broken() {
            throw new IllegalStateException("secret of the house");
        }

        @GetMapping("/number")
        ResponseEntity<String> number(@RequestParam int number) {
            return ResponseEntity.ok(String.valueOf(number));
        }

        @GetMapping("/export")
        void export(HttpServletResponse response) throws IOException {
            response.getOutputStream().print("half");
            response.flushBuffer();
            throw new IllegalStateException("secret of the house");
        }

        @GetMapping("/refused")
        void refused(HttpServletResponse response) throws IOException {
            response.sendError(503, "secret of the house");
        }
    }

    @RestController
    static class ExampleApi {
        @GetMapping("/api/v1/gone")
        String gone() {
            throw new Problem(HttpStatus.GONE, "organization_deleted", "This organisation was deleted.");
        }

        @GetMapping("/api/v1/broken")
        String broken() {
            throw new IllegalStateException("secret of the house");
        }

        @GetMapping("/api/v1/export")
        void export(HttpServletResponse response) throws IOException {
            response.setContentType("application/x-ndjson");
            response.getOutputStream().print("{\"line\":1}\n");
            response.flushBuffer();
            throw new IllegalStateException("secret of the house");
        }

        @GetMapping("/api/v1/refused")
        void refused(HttpServletResponse response) throws IOException {
            response.sendError(503, "secret of the house");
        }
    }

    @Test
    void aRefusalOfAPageControllerIsAPage() throws Exception {
        HttpResponse<String> answer = browse("/gone");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(answer.body()).contains("<h1>This page is gone</h1>", "This organisation was deleted.");
    }

    @Test
    void aRefusalOfAJsonControllerIsAProblemWhateverABrowserAsksFor() throws Exception {
        HttpResponse<String> answer = browse("/api/v1/gone");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"organization_deleted\"");
    }

    @Test
    void aFailureTellsNothingOfTheInside() throws Exception {
        HttpResponse<String> page = browse("/broken");
        HttpResponse<String> document = browse("/api/v1/broken");

        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body())
                .contains("<h1>Something went wrong</h1>")
                .doesNotContain("secret of the house", "Exception");
        assertThat(document.statusCode()).isEqualTo(500);
        assertThat(document.body())
                .contains("\"code\":\"internal_error\"")
                .doesNotContain("secret of the house", "Exception");
    }

    @Test
    void aFailureInTheMiddleOfAnAnswerBreaksItOff() {
        assertThatThrownBy(() -> browse("/api/v1/export")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> browse("/export")).isInstanceOf(IOException.class);
    }

    @Test
    void whatAFilterRefusesLooksTheSame() throws Exception {
        HttpResponse<String> page = browse("/refused");
        HttpResponse<String> document = browse("/api/v1/refused");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("<h1>Back in a moment</h1>").doesNotContain("secret of the house");
        assertThat(document.statusCode()).isEqualTo(503);
        assertThat(document.body()).contains("\"code\":\"service_unavailable\"");
    }

    @Test
    void anUnknownAddressIsAKindPageOrAProblem() throws Exception {
        assertThat(browse("/nowhere").body()).contains("<h1>We could not find that page</h1>");
        assertThat(browse("/nowhere").statusCode()).isEqualTo(404);
        assertThat(browse("/error").statusCode()).isEqualTo(404);
        HttpResponse<String> api = browse("/api/v1/nowhere");
        assertThat(api.statusCode()).isEqualTo(404);
        assertThat(api.body()).contains("\"code\":\"not_found\"");
        assertThat(ask("GET", "/nowhere", "application/json").body()).contains("\"code\":\"not_found\"");
    }

    @Test
    void aRequestThatMakesNoSenseIsAPageToo() throws Exception {
        HttpResponse<String> answer = browse("/number?number=many");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<h1>That request was unclear</h1>");
    }

    @Test
    void aWrongMethodSaysWhichAreRight() throws Exception {
        HttpResponse<String> answer = ask("POST", "/gone", "text/html");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
        assertThat(answer.body()).contains("<h1>That does not work here</h1>");
    }

    @Test
    void theErrorPageIsNotRefusedItself() throws Exception {
        HttpResponse<String> answer = ask("DELETE", "/gone", "text/html");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"token_required\"");
    }

    @Test
    void aMissingTokenStaysAProblemOfTheApi() throws Exception {
        HttpResponse<String> answer = ask("GET", "/secret", "*/*");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).contains("\"code\":\"token_required\"").doesNotContain("\"properties\"");
    }

    private HttpResponse<String> browse(String path) throws Exception {
        return ask("GET", path, "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    private HttpResponse<String> ask(String method, String path, String accept) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .method(method, BodyPublishers.noBody())
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofString());
    }
}

package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest extends GatewayTest {
    private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| ([a-z-]+) \\| .* \\|");

    @ParameterizedTest
    @CsvSource({
        "/, search-indexer",
        "/search, search-indexer",
        "/api/v1/search, search-indexer",
        "/api/v1/search/openapi.json, search-indexer",
        "/organizations/example, organization-service",
        "/api/v1/organizations, organization-service",
        "/api/v1/organizations/example, organization-service",
        "/api/v1/organizations/export, organization-service",
        "/api/v1/changes, organization-service",
        "/dumps/organizations.ndjson.gz, organization-service",
        "/sitemap.xml, organization-service",
        "/sitemaps/organizations-1.xml, organization-service",
        "/robots.txt, organization-service",
        "/feed.atom, organization-service",
        "/plans, billing-service",
        "/api/v1/plans, billing-service",
        "/api/v1/plans/openapi.json, billing-service",
        "/oauth2/jwks, identity-service",
        "/.well-known/openid-configuration, identity-service",
        "/.well-known/oauth-authorization-server, identity-service",
        "/.well-known/change-password, identity-service",
        "/oauth2/authorize, identity-service",
        "/login, identity-service",
        "/de/login/code, identity-service",
        "/logout, identity-service",
        "/sign-up, identity-service",
        "/de/reset/password, identity-service",
        "/account, identity-service",
        "/de/account/password, identity-service",
        "/admin/accounts, identity-service"
    })
    void eachPathReachesItsService(String path, String service) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Answered-By")).contains(service);
    }

    @Test
    void theDocumentedTableIsTheOneThatRoutes() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(System.getProperty("waymark.root"), "docs/paths.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(2).equals("gateway-service")) {
                List.of(row.group(1).replace("`", "").split(", ")).forEach(path -> documented.put(path, row.group(2)));
            }
        }

        Map<String, String> routed = new TreeMap<>();
        Route.TABLE.forEach(route ->
                route.paths().forEach(path -> routed.put(path, route.service().title())));
        assertThat(documented).isEqualTo(routed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/organizations/states",
                "/internal",
                "/actuators",
                "/api/v1/search/more",
                "/api/v2/organizations",
                "/plans/1",
                "/signin/other",
                "/logins",
                "/error",
                "/.well-known/other"
            })
    void whatIsNotInTheTableIsNotFoundAndReachesNobody(String path) {
        HttpResponse<String> answer = get(path, "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(404);
        List.of(identity, organization, search, billing)
                .forEach(service -> assertThat(service.asked()).isEmpty());
    }

    @Test
    void anUnknownPathIsAPageForPeopleAndAProblemForMachines() {
        assertThat(get("/nowhere", "Accept", "text/html,*/*;q=0.8").body())
                .contains("<h1>We could not find that page</h1>", "<main id=\"main\"");
        HttpResponse<String> machine = get("/nowhere", "Accept", "application/json");
        assertThat(machine.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(machine.body()).contains("\"code\":\"not_found\"");
    }

    @Test
    void pathAndQueryTravelAsTheyAre() {
        String target = "/search?q=z%C3%BCrich%20eth+x&kind=a&country=CH&kind=b&flag&empty=&odd=100%";

        assertThat(rawGet(target)).startsWith("HTTP/1.1 200");

        assertThat(search.lastAsked().target()).isEqualTo(target + "25");
    }

    @Test
    void aFormTravelsAsItIs() {
        String form = "grant_type=client_credentials&scope=organizations%3Awrite&b=2&a=1&a=0";

        send(
                "POST",
                "/oauth2/token",
                form,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                "Basic YTpi");

        assertThat(identity.lastAsked().body()).isEqualTo(form);
        assertThat(identity.lastAsked().header("content-type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(identity.lastAsked().header("content-length")).isEqualTo(String.valueOf(form.length()));
        assertThat(identity.lastAsked().header("authorization")).isEqualTo("Basic YTpi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void everyMethodCarriesItsBody(String method) {
        send(method, "/api/v1/organizations/1", "{\"name\":\"Élan\"}", "Content-Type", "application/json");

        assertThat(organization.lastAsked().method()).isEqualTo(method);
        assertThat(organization.lastAsked().body()).isEqualTo("{\"name\":\"Élan\"}");
    }

    @Test
    void headGetsTheHeadersAndNoBody() {
        organization.answers(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            exchange.getResponseHeaders().set("Content-Length", "1234");
            exchange.sendResponseHeaders(200, -1);
        });

        HttpResponse<String> answer = send("HEAD", "/organizations/example", "");

        assertThat(organization.lastAsked().method()).isEqualTo("HEAD");
        assertThat(answer.headers().firstValue("ETag")).contains("\"7\"");
        assertThat(answer.headers().firstValue("Content-Length")).contains("1234");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void conditionalRequestsAreTheServicesBusiness() {
        organization.answers(exchange -> {
            boolean same = "\"7\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            ScriptedService.send(exchange, same ? 304 : 200, same ? "" : "document", "ETag", "\"7\"");
        });

        HttpResponse<String> first = get("/api/v1/organizations/1");
        HttpResponse<String> second = get("/api/v1/organizations/1", "If-None-Match", "\"7\"");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("document");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.headers().firstValue("ETag")).contains("\"7\"");
    }

    @Test
    void aBrokenDownloadIsResumedThroughTheGateway() {
        organization.answers(exchange -> {
            boolean part = "bytes=5-8".equals(exchange.getRequestHeaders().getFirst("Range"))
                    && "\"7\"".equals(exchange.getRequestHeaders().getFirst("If-Range"));
            ScriptedService.send(
                    exchange,
                    part ? 206 : 200,
                    part ? "part" : "the whole file",
                    "Content-Range",
                    "bytes 5-8/9",
                    "Content-Type",
                    "application/gzip",
                    "ETag",
                    "\"7\"");
        });

        HttpResponse<String> answer = get(
                "/dumps/organizations.ndjson.gz", "Range", "bytes=5-8", "If-Range", "\"7\"", "Accept-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("part");
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 5-8/9");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void aFailedPreconditionPassesThrough() {
        organization.answers(412, "{\"code\":\"version_mismatch\"}", "Content-Type", "application/problem+json");

        HttpResponse<String> answer = send("PUT", "/api/v1/organizations/1", "{}", "If-Match", "\"3\"");

        assertThat(organization.lastAsked().header("if-match")).isEqualTo("\"3\"");
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body()).isEqualTo("{\"code\":\"version_mismatch\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 410, 422, 429, 500})
    void whatAServiceSaysOfAFailurePassesThrough(int status) {
        organization.answers(status, "<h1>said by the service</h1>", "Content-Type", "text/html;charset=UTF-8");

        HttpResponse<String> answer = get("/organizations/example", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("<h1>said by the service</h1>");
        assertThat(organization.asked()).hasSize(1);
    }

    @Test
    void redirectsAreNotFollowedAndNeverShowAServicesAddress() {
        organization.answers(301, "", "Location", organization.url() + "/organizations/new-name?a=b");
        assertThat(get("/organizations/old-name").headers().firstValue("Location"))
                .contains("/organizations/new-name?a=b");

        organization.answers(301, "", "Location", "/organizations/new-name");
        assertThat(get("/organizations/old-name").headers().firstValue("Location"))
                .contains("/organizations/new-name");
    }

    @Test
    void compressedAnswersStayAsTheyAre() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("x".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        organization.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.size());
            exchange.getResponseBody().write(bytes.toByteArray());
        });

        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri("/api/v1/organizations/1"))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(answer.body()).isEqualTo(bytes.toByteArray());
        assertThat(organization.lastAsked().header("accept-encoding")).isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/atom+xml;charset=UTF-8"})
    void filesForCrawlersAndFeedReadersAreCompressed(String type) throws Exception {
        organization.answers(200, "<a/>".repeat(1000), "Content-Type", type, "ETag", "W/\"7\"");

        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri("/sitemap.xml"))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(answer.headers().firstValue("ETag")).contains("W/\"7\"");
        assertThat(answer.body()).hasSizeLessThan(1000);
    }

    @Test
    void theGatewaySaysHowItIsItself() {
        List.of(identity, organization, search, billing).forEach(ScriptedService::stop);

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/version").body()).contains("\"service\":\"gateway-service\"");
    }
}

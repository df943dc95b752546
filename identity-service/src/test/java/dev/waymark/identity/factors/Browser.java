package dev.waymark.identity.factors;

import dev.waymark.identity.FactorServer;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser, as far as pages without scripts need one: it has cookies, and sends the forms that it was shown. */
final class Browser {
    private static final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final String browserToken = Visitor.newToken();
    private final String cookies;
    private String formToken = "";

    /** @param account who is signed in there */
    Browser(UUID account) {
        String site = Fixture.context().getEnvironment().getRequiredProperty("SITE");
        String session = Fixture.get(LoginSessions.class)
                .start(account, Set.of(SignInMethod.PASSWORD, SignInMethod.TOTP), visitor());
        cookies = site + "_browser=" + browserToken + "; " + site + "_login=" + session;
    }

    Visitor visitor() {
        return new Visitor("127.0.0.1", AGENT, Visitor.digest(browserToken));
    }

    HttpResponse<String> get(String path) {
        HttpResponse<String> response = send(request(path).GET().build());
        Matcher token = TOKEN.matcher(response.body());
        formToken = token.find() ? token.group(1) : formToken;
        return response;
    }

    /** Sends a form with the token of the page that was last shown. */
    HttpResponse<String> post(String path, Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.putIfAbsent("_csrf", formToken);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(FactorServer.address(Fixture.context()) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "text/html")
                .header("User-Agent", AGENT)
                .header("Cookie", cookies);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.uri() + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

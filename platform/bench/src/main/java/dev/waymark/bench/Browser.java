package dev.waymark.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A browser as far as signing in goes: it keeps cookies and sends forms. Several threads may use it, as tabs do. */
final class Browser {
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final Http http;
    private final String server;
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    /** @param server that all paths are asked of, such as {@code http://localhost:8080} */
    Browser(Http http, String server) {
        this.http = http;
        this.server = server;
    }

    /** @param path on the server, or an address there */
    HttpResponse<String> get(String path) throws InterruptedException {
        return exchange(request(path).GET());
    }

    HttpResponse<String> post(String path, Map<String, String> fields) throws InterruptedException {
        return exchange(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(Form.encoded(fields))));
    }

    /**
     * Sends the form of a page, with what it holds hidden.
     *
     * @param typed fields in addition
     */
    HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> typed)
            throws InterruptedException {
        Map<String, String> fields = new TreeMap<>(Form.hidden(page.body(), action));
        fields.putAll(typed);
        return post(action, fields);
    }

    /**
     * Goes where a form led.
     *
     * @param to the path that it should lead to
     * @throws BenchmarkException when it leads elsewhere, or nowhere
     */
    HttpResponse<String> follow(HttpResponse<String> answer, String to) throws InterruptedException {
        String location = location(answer);
        if (!URI.create(location).getPath().equals(to)) {
            throw new BenchmarkException("an answer leads to " + location + " and not to " + to);
        }
        return get(location);
    }

    /** @throws BenchmarkException when it leads nowhere */
    static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new BenchmarkException(answer.request().method() + " "
                        + answer.request().uri().getPath() + " was answered " + answer.statusCode()
                        + " and leads nowhere"));
    }

    boolean isSignedIn() {
        return cookies.keySet().stream().anyMatch(Browser::isOfSession);
    }

    /** Loses the cookie of who is signed in, and stays the browser that it is. */
    void forgetSession() {
        cookies.keySet().removeIf(Browser::isOfSession);
    }

    private static boolean isOfSession(String cookie) {
        return cookie.endsWith("_login");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("/") ? server + path : path))
                .header("Accept", "text/html")
                .header("User-Agent", AGENT);
        String kept = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return kept.isEmpty() ? request : request.header("Cookie", kept);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<String> answer = http.exchange(request);
        answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(cookie.split(";", 2)[0]));
        return answer;
    }

    /** A cookie is taken back by making it empty. */
    private void keep(String cookie) {
        String[] parts = cookie.split("=", 2);
        if (parts.length == 2 && !parts[1].isEmpty()) {
            cookies.put(parts[0].strip(), parts[1]);
        } else {
            cookies.remove(parts[0].strip());
        }
    }
}

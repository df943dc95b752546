package dev.waymark.identity;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser that keeps cookies, and sends forms with the token of the page that it saw last. */
final class StaffBrowser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String server;
    private final Map<String, String> cookies = new HashMap<>();
    private String token = "";

    /** @param session the value of the session's cookie; null for who is not signed in */
    StaffBrowser(String server, String site, @Nullable String session) {
        this.server = server;
        if (session != null) {
            cookies.put(site + "_login", session);
        }
    }

    HttpResponse<String> get(String path) {
        return kept(Requests.get(server + path, headers()));
    }

    /** @param fields each {@code name=value} */
    HttpResponse<String> post(String path, String... fields) {
        Map<String, String> form = new HashMap<>();
        for (String field : fields) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], parts[1]);
        }
        form.putIfAbsent("_csrf", token);
        return kept(Requests.post(server + path, form, headers()));
    }

    private String[] headers() {
        List<String> headers = new ArrayList<>(List.of("User-Agent", "Staff/1.0", "X-Forwarded-For", "192.0.2.9"));
        if (!cookies.isEmpty()) {
            headers.add("Cookie");
            headers.add(String.join(
                    "; ",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .toList()));
        }
        return headers.toArray(String[]::new);
    }

    private HttpResponse<String> kept(HttpResponse<String> response) {
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        Matcher form = TOKEN.matcher(response.body());
        if (form.find()) {
            token = form.group(1);
        }
        return response;
    }
}

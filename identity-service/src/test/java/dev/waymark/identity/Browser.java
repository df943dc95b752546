package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser as far as forms go: it keeps cookies, and sends the hidden fields of a page back. */
final class Browser {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private final Provider provider;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(Provider provider, Provider.Person person) {
        this.provider = provider;
        keep(person.cookie());
    }

    HttpResponse<String> get(String path) {
        return kept(Requests.get(provider.address + path, "Cookie", cookies()));
    }

    /** Sends the form of a page, with its hidden fields. */
    HttpResponse<String> submit(HttpResponse<String> page, String path, Map<String, String> fields) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("action=\"" + path + "\"");
        Map<String, String> form = hidden(page.body());
        form.putAll(fields);
        return post(path.replaceFirst("^/de", ""), form);
    }

    HttpResponse<String> post(String path, Map<String, String> form) {
        return kept(Requests.post(provider.address + path, form, "Cookie", cookies()));
    }

    boolean hasCookie(String name) {
        return cookies.containsKey(provider.site + "_" + name);
    }

    private static Map<String, String> hidden(String html) {
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = HIDDEN.matcher(html);
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2).replace("&amp;", "&").replace("&#34;", "\""));
        }
        return fields;
    }

    private String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpResponse<String> kept(HttpResponse<String> answer) {
        answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(cookie.split(";", 2)[0]));
        return answer;
    }

    private void keep(String cookie) {
        String[] parts = cookie.split("=", 2);
        if (parts[1].isEmpty()) {
            cookies.remove(parts[0]);
        } else {
            cookies.put(parts[0], parts[1]);
        }
    }
}

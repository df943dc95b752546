package dev.waymark.bench;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the forms of a page hold hidden, and how a form is written when it is sent. */
final class Form {
    private static final Pattern FORM =
            Pattern.compile("<form\\s[^>]*\\baction=\"([^\"]*)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\s[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(type|name|value)=\"([^\"]*)\"");

    private Form() {}

    /**
     * The hidden fields of the first form of a page that is sent to this path.
     *
     * @throws BenchmarkException when there is none
     */
    static Map<String, String> hidden(String page, String action) {
        Matcher forms = FORM.matcher(page);
        while (forms.find()) {
            if (text(forms.group(1)).equals(action)) {
                return fields(forms.group(2));
            }
        }
        throw new BenchmarkException("the page has no form that is sent to " + action);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        Matcher inputs = INPUT.matcher(form);
        while (inputs.find()) {
            Map<String, String> attributes = new HashMap<>();
            Matcher each = ATTRIBUTE.matcher(inputs.group());
            while (each.find()) {
                attributes.put(each.group(1), text(each.group(2)));
            }
            if ("hidden".equals(attributes.get("type"))) {
                fields.put(attributes.getOrDefault("name", ""), attributes.getOrDefault("value", ""));
            }
        }
        return fields;
    }

    /** The references that the templates write. */
    private static String text(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    /** As {@code application/x-www-form-urlencoded}; also the query of an address. */
    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What is in the query of an address. */
    static Map<String, String> query(String address) {
        int query = address.indexOf('?');
        return query < 0
                ? Map.of()
                : Arrays.stream(address.substring(query + 1).split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> decoded(pair[0]),
                                pair -> pair.length == 2 ? decoded(pair[1]) : "",
                                (first, _) -> first));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

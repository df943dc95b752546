package dev.waymark.search.query;

import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was typed, as it is searched. */
final class QueryText {
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:https?://|www\\.)\\S+|(?:ror|isni|wikidata|viaf|doi)\\.org/\\S+|grid\\.ac/\\S+");
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:ror|isni|grid|wikidata|fundref):\\s*(\\S.*)");
    private static final Pattern GROUPS = Pattern.compile("[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{3}[0-9Xx]");
    private static final Pattern EXCLUSION = Pattern.compile("(^|\\s)-+(?=\\S)");
    private static final Set<String> REGISTRIES =
            Set.of("ror.org", "isni.org", "grid.ac", "wikidata.org", "viaf.org", "doi.org", "api.crossref.org");

    private QueryText() {}

    /** @return empty to list everything */
    static String of(String typed) {
        String text = typed.strip();
        if (text.replace("\"", "").isBlank()) {
            return "";
        }
        Matcher scheme = SCHEME.matcher(text);
        if (ADDRESS.matcher(text).matches()) {
            return address(text);
        }
        if (scheme.matches()) {
            return of(scheme.group(1));
        }
        if (GROUPS.matcher(text).matches()) {
            // The index holds identifiers without spaces.
            return text.replace(" ", "");
        }
        // The engine would leave out what begins with a hyphen; people mean a hyphen.
        return EXCLUSION.matcher(text).replaceAll("$1").strip();
    }

    /** The identifier in a registry's address, the host name in any other. */
    private static String address(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "https://" + text);
            String host = uri.getHost() == null ? "" : uri.getHost().replaceFirst("^www\\.", "");
            String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
            if (REGISTRIES.contains(host) && path.length() > 1) {
                return path.substring(path.lastIndexOf('/') + 1);
            }
            return host.isEmpty() ? text : host;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}

package dev.waymark.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * One search.
 *
 * @param address at the gateway
 * @param multiSearch what Meilisearch is asked for the same
 */
record Query(String address, String multiSearch) {
    /** What the indexer would search for in another form, so that the arms would differ. */
    private static final Pattern REWRITTEN = Pattern.compile("(?i).*(://|www\\.|(^|\\s)-|\").*|[a-z]+:.*|[0-9 x]+");

    /** In random order. */
    static List<Query> all(Bench bench, Random random) throws IOException, InterruptedException {
        List<String> texts = texts(bench, random);
        texts.removeIf(text -> text.isBlank() || REWRITTEN.matcher(text).matches());
        Collections.shuffle(texts, random);
        return texts.stream()
                .limit(bench.sizes().queries())
                .map(text -> of(bench, text))
                .toList();
    }

    /** Queries of people where there are some beside the data, else the beginnings of names. */
    private static List<String> texts(Bench bench, Random random) throws IOException, InterruptedException {
        Path gold = bench.options().data().resolveSibling("search-gold.json");
        List<String> texts = new ArrayList<>();
        if (Files.isReadable(gold)) {
            Http.JSON
                    .readTree(Files.readString(gold))
                    .forEach(entry -> texts.add(entry.path("query").asString("")));
        } else {
            bench.engine().page(List.of("name"), 0, 1000).forEach(document -> {
                String name = document.path("name").asString("");
                texts.add(name.substring(0, Math.min(name.length(), 3 + random.nextInt(12))));
            });
        }
        return texts;
    }

    private static Query of(Bench bench, String text) {
        // As anybody would ask who shows a page of results.
        Map<String, Object> search = Map.of(
                "indexUid",
                bench.engine().live(),
                "q",
                text.strip(),
                "facets",
                List.of("kinds", "country", "status"),
                "filter",
                List.of(),
                "limit",
                20,
                "offset",
                0,
                "attributesToRetrieve",
                List.of(
                        "id",
                        "name",
                        "slug",
                        "country",
                        "city",
                        "kinds",
                        "status",
                        "identifiers",
                        "names",
                        "acronyms",
                        "aliases"),
                "attributesToHighlight",
                List.of("name", "names", "acronyms", "aliases", "city"),
                "highlightPreTag",
                "\uE000",
                "highlightPostTag",
                "\uE001");
        return new Query(
                bench.stack().url() + "/api/v1/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
                Http.JSON.writeValueAsString(Map.of("queries", List.of(search))));
    }
}

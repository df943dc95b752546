package dev.waymark.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Whether what is meant is found, and where: by the search of the site, and by Meilisearch alone with the same index. */
final class QualitySection implements Section {
    private static final String WHAT = """
            Where among the first 20 hits the organisation stands that is meant (21 when it is not there), by `GET /api/v1/search?q=`
            and by Meilisearch alone, in the same index with the same settings. *People's queries*: real ones with the organisation that is meant,
            often affiliations with more words. *One error*: a name in which one letter is added, left out, replaced, or swapped with the next. *Four
            letters*: those with which the shown name begins, where no more than ten organisations have a word that begins so.
            """;
    private static final int FIRST = 20;
    private static final int LOST = FIRST + 1;
    private static final int ALIKE = 10;
    private static final int PREFIX = 4;

    /** @param id of the organisation that is meant, in the directory or in its registry */
    private record Question(String text, String id) {}

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        bench.ensureLoaded();
        List<JsonNode> documents = documents(bench);
        Table.Builder table = Table.of("queries", "n", "measure", "site", "Meilisearch", "target", "verdict");
        List<Question> people = people(bench);
        if (!people.isEmpty()) {
            List<Integer> site = ranks(bench, people, true, rank -> rank > 1);
            List<Integer> engine = ranks(bench, people, false, _ -> false);
            share(table, "people's", "R@1", site, engine, 1, 0.88);
            share(table, "people's", "R@5", site, engine, 5, 0.955);
            double mean = mean(site);
            table.row(
                    "people's",
                    String.valueOf(site.size()),
                    "mean rank",
                    text(mean),
                    text(mean(engine)),
                    "≤ 1.8",
                    new Target(1.8, "").judge(mean));
        }
        for (boolean any : new boolean[] {false, true}) {
            List<Question> errors =
                    errors(documents, bench.random(), bench.sizes().mistyped(), any);
            share(
                    table,
                    any ? "one error in any name" : "one error in the shown name",
                    "in the first 5",
                    ranks(bench, errors, true, _ -> false),
                    ranks(bench, errors, false, _ -> false),
                    5,
                    0.97);
        }
        List<Question> beginnings =
                beginnings(documents, bench.random(), bench.sizes().mistyped());
        share(
                table,
                "four letters",
                "in the first 10",
                ranks(bench, beginnings, true, _ -> false),
                ranks(bench, beginnings, false, _ -> false),
                10,
                0.9);
        return new Result(
                "Quality of search",
                WHAT,
                table.build(),
                List.of(String.format(Locale.ROOT, "%,d organisations in the index.", documents.size())));
    }

    private static void share(
            Table.Builder table,
            String queries,
            String measure,
            List<Integer> site,
            List<Integer> engine,
            int within,
            double least) {
        double share = share(site, within);
        table.row(
                queries,
                String.valueOf(site.size()),
                measure,
                text(share),
                text(share(engine, within)),
                "≥ " + least,
                new Target(1 - least, "").judge(1 - share));
    }

    private static double share(List<Integer> ranks, int within) {
        return ranks.stream().filter(rank -> rank <= within).count() / (double) ranks.size();
    }

    private static double mean(List<Integer> ranks) {
        return ranks.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** @param shown which ranks are worth a line on the screen */
    private static List<Integer> ranks(Bench bench, List<Question> questions, boolean site, Predicate<Integer> shown)
            throws InterruptedException {
        List<Integer> ranks = new ArrayList<>();
        for (Question question : questions) {
            List<Set<String>> hits = site ? site(bench, question.text()) : engine(bench, question.text());
            int rank = 1;
            while (rank < LOST && (rank > hits.size() || !hits.get(rank - 1).contains(question.id()))) {
                rank++;
            }
            ranks.add(rank);
            if (shown.test(rank)) {
                System.err.println("quality: " + (rank == LOST ? "not found" : "at " + rank) + ": " + question.text()
                        + " (" + question.id() + ")");
            }
        }
        return ranks;
    }

    /** What each hit is known by. */
    private static List<Set<String>> site(Bench bench, String text) throws InterruptedException {
        String address = bench.stack().url() + "/api/v1/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        List<Set<String>> hits = new ArrayList<>();
        bench.http()
                .ask("GET", address, null, Map.of("Accept", "application/json"))
                .json()
                .path("hits")
                .forEach(hit -> {
                    Set<String> names = new HashSet<>(Set.of(hit.path("id").asString("")));
                    hit.path("identifiers")
                            .forEach(identifier ->
                                    names.add(identifier.path("value").asString("")));
                    hits.add(names);
                });
        return hits;
    }

    private static List<Set<String>> engine(Bench bench, String text) throws InterruptedException {
        List<Set<String>> hits = new ArrayList<>();
        Map<String, Object> search = Map.of(
                "indexUid",
                bench.engine().live(),
                "q",
                text,
                "limit",
                FIRST,
                "attributesToRetrieve",
                List.of("id", "identifierValues"));
        bench.engine()
                .multiSearch(Http.JSON.writeValueAsString(Map.of("queries", List.of(search))))
                .json()
                .path("results")
                .path(0)
                .path("hits")
                .forEach(hit -> {
                    Set<String> names = new HashSet<>(Set.of(hit.path("id").asString("")));
                    hit.path("identifierValues").forEach(value -> names.add(value.asString("")));
                    hits.add(names);
                });
        return hits;
    }

    private static List<JsonNode> documents(Bench bench) throws InterruptedException {
        List<JsonNode> documents = new ArrayList<>();
        long count = bench.engine().count(bench.engine().live());
        while (documents.size() < count) {
            JsonNode page =
                    bench.engine().page(List.of("id", "name", "names", "aliases", "acronyms"), documents.size(), 2000);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(documents::add);
        }
        // The engine's own order differs from one run to the next.
        documents.sort(Comparator.comparing(document -> document.path("name").asString("") + document.path("id")));
        return documents;
    }

    private static List<Question> people(Bench bench) throws IOException {
        Path gold = bench.options().data().resolveSibling("search-gold.json");
        List<Question> questions = new ArrayList<>();
        if (Files.isReadable(gold)) {
            Http.JSON
                    .readTree(Files.readString(gold))
                    .forEach(entry -> questions.add(new Question(
                            entry.path("query").asString(""),
                            entry.path("ror_id").asString(""))));
        } else {
            System.err.println("quality: there are no queries of people beside the data");
        }
        return questions;
    }

    private static List<Question> errors(List<JsonNode> documents, Random random, int most, boolean any) {
        List<Question> all = new ArrayList<>();
        documents.forEach(document -> names(document).stream()
                .limit(any ? Long.MAX_VALUE : 1)
                .forEach(name -> all.add(new Question(name, id(document)))));
        Collections.shuffle(all, random);
        return all.stream()
                .limit(most)
                .map(question -> new Question(withError(question.text(), random), question.id()))
                .toList();
    }

    private static String withError(String name, Random random) {
        StringBuilder text = new StringBuilder(name);
        int at = random.nextInt(text.length());
        char letter = (char) ('a' + random.nextInt(26));
        switch (random.nextInt(4)) {
            case 0 -> text.insert(at, letter);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.setCharAt(at, letter);
            default -> {
                if (at + 1 < text.length()) {
                    char next = text.charAt(at + 1);
                    text.setCharAt(at + 1, text.charAt(at));
                    text.setCharAt(at, next);
                }
            }
        }
        return text.toString();
    }

    private static List<Question> beginnings(List<JsonNode> documents, Random random, int most) {
        Map<String, Set<String>> owners = new HashMap<>();
        for (JsonNode document : documents) {
            List<String> names = names(document);
            document.path("acronyms").forEach(name -> names.add(name.asString("")));
            for (String name : names) {
                for (String word : words(name)) {
                    if (word.length() >= PREFIX) {
                        owners.computeIfAbsent(word.substring(0, PREFIX), _ -> new HashSet<>())
                                .add(id(document));
                    }
                }
            }
        }
        List<Question> all = new ArrayList<>();
        for (JsonNode document : documents) {
            List<String> words = words(document.path("name").asString(""));
            if (!words.isEmpty() && words.getFirst().length() > PREFIX) {
                String beginning = words.getFirst().substring(0, PREFIX);
                if (owners.getOrDefault(beginning, Set.of()).size() <= ALIKE) {
                    all.add(new Question(beginning, id(document)));
                }
            }
        }
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(most, all.size()));
    }

    private static List<String> names(JsonNode document) {
        List<String> names = new ArrayList<>(List.of(document.path("name").asString("")));
        document.path("names").forEach(name -> names.add(name.asString("")));
        document.path("aliases").forEach(name -> names.add(name.asString("")));
        return names;
    }

    private static String id(JsonNode document) {
        return document.path("id").asString("");
    }

    private static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(plain.split("[^\\p{L}\\p{N}]+")));
        words.removeIf(String::isEmpty);
        return words;
    }
}

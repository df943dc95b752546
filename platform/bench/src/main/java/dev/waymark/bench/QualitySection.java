package dev.waymark.bench;

import dev.waymark.bench.Questions.Question;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        bench.ensureLoaded();
        Questions questions = Questions.of(bench);
        Table.Builder table = Table.of("queries", "n", "measure", "site", "Meilisearch", "target", "verdict");
        List<Question> people = Questions.ofPeople(bench);
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
            List<Question> errors = questions.withAnError(any);
            share(
                    table,
                    any ? "one error in any name" : "one error in the shown name",
                    "in the first 5",
                    ranks(bench, errors, true, _ -> false),
                    ranks(bench, errors, false, _ -> false),
                    5,
                    0.97);
        }
        List<Question> beginnings = questions.beginnings();
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
                List.of(String.format(Locale.ROOT, "%,d organisations in the index.", questions.organisations())));
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
}

package dev.waymark.bench;

import java.io.IOException;
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
import tools.jackson.databind.JsonNode;

/** Searches of which it is known what they mean: those of people, and such as are made of the names in the index. */
final class Questions {
    /** So many organisations may have a word that begins with the same letters. */
    private static final int ALIKE = 10;

    private static final int PREFIX = 4;

    private final List<JsonNode> documents;
    private final Random random;
    private final int most;

    /** @param id of the organisation that is meant, in the directory or in its registry */
    record Question(String text, String id) {}

    private Questions(List<JsonNode> documents, Random random, int most) {
        this.documents = documents;
        this.random = random;
        this.most = most;
    }

    static Questions of(Bench bench) throws InterruptedException {
        return new Questions(documents(bench), bench.random(), bench.sizes().mistyped());
    }

    int organisations() {
        return documents.size();
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

    /** Those of the file beside the data; none where there is no such file. */
    static List<Question> ofPeople(Bench bench) throws IOException {
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

    /** @param any whether names beside the shown one are taken as well */
    List<Question> withAnError(boolean any) {
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

    /** The first letters of names, where they tell enough. */
    List<Question> beginnings() {
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

package dev.waymark.search.query;

import dev.waymark.search.readmodel.GenericWords;
import dev.waymark.search.readmodel.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How well an organisation answers what was typed, from 0 to a little above 1. The engine finds candidates by their words; which of
 * them is meant shows in whole names: an affiliation such as "Yonsei University College of Medicine" means the organisation whose
 * name stands in it completely, not the one that shares the most words. Generic words count less than others, and what the place
 * explains counts for the organisation.
 */
final class Relevance {
    /**
     * From here on the first answer of the engine is taken without asking it in another way: above, the second answer was hardly ever
     * better, and now and then worse.
     */
    static final double CONVINCING = 0.72;

    private static final double OF_THE_NAME = 0.6;
    private static final double OF_THE_PLACE = 0.7;
    private static final double IN_ORDER = 0.05;
    private static final double OTHER_NAME = 0.01;
    private static final double ALIAS = 0.02;
    private static final double INACTIVE = 0.03;
    /** What was a duplicate or a mistake stands behind what answers about as well. */
    private static final double WITHDRAWN = 0.08;

    private static final double GENERIC = 1;
    private static final double DISTINCTIVE = 3;

    private final String typed;
    private final List<String> words;
    private final double weight;

    /** @param typed as it is searched; the last word may go on */
    Relevance(String typed) {
        this.typed = typed.strip();
        this.words = forms(typed);
        this.weight = weight(words);
    }

    /**
     * What is compared.
     *
     * @param place names of city, region and country
     * @param identifiers values without their schemes, and domains
     * @param status {@code active}, {@code inactive} or {@code withdrawn}
     */
    record Candidate(
            String name,
            List<String> names,
            List<String> aliases,
            List<String> acronyms,
            List<String> place,
            Collection<String> identifiers,
            String status) {}

    double of(Candidate candidate) {
        if (candidate.identifiers().contains(typed)) {
            return 1 + IN_ORDER;
        }
        if (words.isEmpty()) {
            return 0;
        }
        List<String> place = new ArrayList<>();
        candidate.place().forEach(text -> place.addAll(forms(text)));
        double best = ofName(candidate.name(), place);
        for (String name : candidate.names()) {
            best = Math.max(best, ofName(name, place) - OTHER_NAME);
        }
        for (String name : candidate.acronyms()) {
            best = Math.max(best, ofName(name, place) - OTHER_NAME);
        }
        for (String name : candidate.aliases()) {
            best = Math.max(best, ofName(name, place) - ALIAS);
        }
        return switch (candidate.status()) {
            case "active" -> best;
            case "withdrawn" -> best - WITHDRAWN;
            default -> best - INACTIVE;
        };
    }

    private double ofName(String name, List<String> place) {
        List<String> nameWords = forms(name);
        boolean[] used = new boolean[words.size()];
        double found = 0;
        double explained = 0;
        int last = -1;
        boolean inOrder = true;
        for (String word : nameWords) {
            int best = -1;
            double bestLikeness = 0;
            for (int index = 0; index < words.size(); index++) {
                double likeness = used[index] ? 0 : likeness(word, index);
                if (likeness > bestLikeness) {
                    bestLikeness = likeness;
                    best = index;
                }
            }
            if (best >= 0) {
                used[best] = true;
                found += bestLikeness * weight(word);
                explained += bestLikeness * weight(words.get(best));
                inOrder &= best > last;
                last = best;
            }
        }
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (!used[index] && place.stream().anyMatch(part -> likeness(part, word) > 0.8)) {
                explained += OF_THE_PLACE * weight(word);
            }
        }
        double ofName = nameWords.isEmpty() ? 0 : found / weight(nameWords);
        return OF_THE_NAME * ofName + (1 - OF_THE_NAME) * explained / weight + (inOrder ? IN_ORDER * ofName : 0);
    }

    private double likeness(String word, int index) {
        String typedWord = words.get(index);
        double likeness = likeness(word, typedWord);
        boolean mayGoOn = index == words.size() - 1 && typedWord.length() >= 2;
        return likeness < 0.9 && mayGoOn && word.startsWith(typedWord) ? 0.9 : likeness;
    }

    /** 1 for the same word, less with one error or, in a long word, two; else 0. */
    private static double likeness(String one, String other) {
        if (one.equals(other)) {
            return 1;
        }
        int shorter = Math.min(one.length(), other.length());
        if (shorter < 4) {
            return 0;
        }
        return switch (TypingErrors.between(one, other, 2)) {
            case 1 -> 0.85;
            case 2 -> shorter >= 8 ? 0.7 : 0;
            default -> 0;
        };
    }

    private static double weight(Collection<String> forms) {
        double sum = 0;
        for (String form : forms) {
            sum += weight(form);
        }
        return sum;
    }

    private static double weight(String form) {
        return GenericWords.isGeneric(form) ? GENERIC : DISTINCTIVE;
    }

    /** The words that count; all of them where none does. */
    private static List<String> forms(String text) {
        List<String> all = Words.of(text);
        List<String> counted = new ArrayList<>(all.size());
        for (String word : all) {
            if (!GenericWords.isFiller(word)) {
                counted.add(GenericWords.form(word));
            }
        }
        return counted.isEmpty() ? all : counted;
    }
}

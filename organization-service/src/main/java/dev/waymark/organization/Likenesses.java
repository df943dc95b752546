package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the organisation that another one may be: with the same identifier or domain, or with a similar name in the same place. Holds
 * a few words of every organisation in memory while a table is imported, so that rows of the same table are found as well, and nothing
 * has to be kept up to date beside the directory.
 */
final class Likenesses {
    /** Of names without case and accents, as pg_trgm measures it: shared groups of three letters by all of them. */
    static final double SIMILAR = 0.6;

    private final Map<String, List<Known>> marks = new HashMap<>();
    private final List<Runnable> undo = new ArrayList<>();

    /**
     * @param id null when it is a row of the same file that is not stored yet
     * @param reason why it is likely
     */
    record Likeness(@Nullable UUID id, String slug, String name, String reason) {}

    /** @param trigrams of each name, ready to be compared with every row of the same city */
    private record Known(@Nullable UUID id, String slug, String name, List<int[]> trigrams, boolean hasCity) {
        Known(@Nullable UUID id, String slug, Facts facts) {
            this(id, slug, facts.name(), facts.trigrams(), !facts.city().isEmpty());
        }

        Likeness because(String reason) {
            return new Likeness(id, slug, name, reason);
        }
    }

    /**
     * What is compared.
     *
     * @param names folded; without acronyms, which are short and shared by many
     * @param city folded; empty when it is not known
     * @param certain marks of which one in common is enough
     */
    private record Facts(String name, Set<String> names, String country, String city, List<String> certain) {
        static Facts of(OrganizationState state) {
            return of(
                    state.name(), state.names(), state.country(), state.places(), state.identifiers(), state.domains());
        }

        static Facts of(CheckedProfile profile) {
            return of(
                    profile.name(),
                    profile.names(),
                    profile.country(),
                    profile.places(),
                    profile.identifiers(),
                    profile.domains());
        }

        private static Facts of(
                String name,
                List<Name> names,
                String country,
                List<Place> places,
                List<Identifier> identifiers,
                List<String> domains) {
            Set<String> folded = new LinkedHashSet<>();
            folded.add(Slugs.folded(name));
            names.stream()
                    .filter(other -> !other.types().equals(List.of("acronym")))
                    .map(other -> Slugs.folded(other.value()))
                    .forEach(folded::add);
            folded.remove("");
            String city = places.isEmpty() ? null : places.getFirst().city();
            List<String> certain = Stream.concat(
                            identifiers.stream().map(identifier -> identifier.scheme() + " " + identifier.value()),
                            domains.stream().map(domain -> "domain " + domain))
                    .toList();
            return new Facts(name, folded, country, city == null ? "" : Slugs.folded(city), certain);
        }

        String place() {
            return country + "/" + city;
        }

        String inCountry(String name) {
            return country + " " + name;
        }

        List<int[]> trigrams() {
            return names.stream().map(Likenesses::trigrams).toList();
        }

        Set<String> marks() {
            Set<String> marks = new LinkedHashSet<>(certain);
            marks.add(place());
            names.forEach(folded -> marks.add(inCountry(folded)));
            return marks;
        }
    }

    /** An organisation that is here. */
    void add(OrganizationState state) {
        Facts facts = Facts.of(state);
        Known known = new Known(state.id(), state.slug(), facts);
        facts.marks()
                .forEach(mark ->
                        marks.computeIfAbsent(mark, _ -> new ArrayList<>(1)).add(known));
    }

    /**
     * A row that is about to be stored.
     *
     * @param id null when it will not be
     */
    void add(@Nullable UUID id, CheckedProfile profile) {
        Facts facts = Facts.of(profile);
        Known known = new Known(id, "", facts);
        for (String mark : facts.marks()) {
            List<Known> there = marks.computeIfAbsent(mark, _ -> new ArrayList<>(1));
            there.add(known);
            undo.add(there::removeLast);
        }
    }

    /** What was added up to now is stored. */
    void keep() {
        undo.clear();
    }

    /** What was added since {@link #keep()} is not. */
    void undo() {
        undo.reversed().forEach(Runnable::run);
        undo.clear();
    }

    Optional<Likeness> find(CheckedProfile profile) {
        Facts facts = Facts.of(profile);
        return withMark(facts).or(() -> withoutCity(facts)).or(() -> similar(facts));
    }

    private Optional<Likeness> withMark(Facts facts) {
        return facts.certain().stream()
                .flatMap(mark -> at(mark).map(known -> known.because("has " + mark + " too")))
                .findFirst();
    }

    private Optional<Likeness> withoutCity(Facts facts) {
        return facts.names().stream()
                .flatMap(name -> at(facts.inCountry(name)))
                .filter(known -> facts.city().isEmpty() || !known.hasCity())
                .findFirst()
                .map(known -> known.because("has the same name in this country"));
    }

    private Optional<Likeness> similar(Facts facts) {
        if (facts.city().isEmpty()) {
            return Optional.empty();
        }
        List<int[]> wanted = facts.trigrams();
        Known best = null;
        double most = 0;
        for (Known known : marks.getOrDefault(facts.place(), List.of())) {
            for (int[] trigrams : known.trigrams()) {
                for (int[] one : wanted) {
                    double similarity = similarity(one, trigrams);
                    if (similarity > most) {
                        most = similarity;
                        best = known;
                    }
                }
            }
        }
        return best == null || most < SIMILAR
                ? Optional.empty()
                : Optional.of(best.because(
                        String.format(Locale.ROOT, "has a similar name in the same city (%.2f of 1)", most)));
    }

    private Stream<Known> at(String mark) {
        return marks.getOrDefault(mark, List.of()).stream();
    }

    private static double similarity(int[] left, int[] right) {
        int shared = 0;
        for (int at = 0, other = 0; at < left.length && other < right.length; ) {
            int order = Integer.compare(left[at], right[other]);
            shared += order == 0 ? 1 : 0;
            at += order <= 0 ? 1 : 0;
            other += order >= 0 ? 1 : 0;
        }
        return shared == 0 ? 0 : (double) shared / (left.length + right.length - shared);
    }

    /**
     * As in pg_trgm: of each word, with two blanks before it and one behind it.
     *
     * @param folded ASCII, words joined by hyphens
     * @return the letters of each in one number, sorted
     */
    private static int[] trigrams(String folded) {
        String padded = "  " + folded.replace("-", "   ") + " ";
        return IntStream.range(0, padded.length() - 2)
                .filter(start -> padded.charAt(start + 1) != ' ' || padded.charAt(start + 2) != ' ')
                .map(start -> padded.charAt(start) << 16 | padded.charAt(start + 1) << 8 | padded.charAt(start + 2))
                .sorted()
                .distinct()
                .toArray();
    }
}

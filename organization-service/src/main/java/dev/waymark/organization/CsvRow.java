package dev.waymark.organization;

import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.platform.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one row of a table says: cells that are empty say nothing, and {@code -} says that there is none. */
final class CsvRow {
    private static final String NONE = "-";
    private static final Pattern ISNI = Pattern.compile("(\\d{4}) ?(\\d{4}) ?(\\d{4}) ?(\\d{3}[\\dXx])");

    private final CsvColumns columns;
    private final Map<CsvField, List<String>> said;
    private final List<FieldError> errors;

    private CsvRow(CsvColumns columns, Map<CsvField, List<String>> said, List<FieldError> errors) {
        this.columns = columns;
        this.said = said;
        this.errors = errors;
    }

    static CsvRow of(CsvColumns columns, String[] cells) {
        Map<CsvField, List<String>> said = new LinkedHashMap<>();
        List<FieldError> errors = new ArrayList<>();
        if (cells.length > columns.header().size()) {
            errors.add(new FieldError(
                    "",
                    "has " + cells.length + " cells, and the header has "
                            + columns.header().size() + ": is a separator in a cell without quotes around it?"));
        }
        for (int index = 0; index < Math.min(cells.length, columns.columns().size()); index++) {
            CsvField field = columns.columns().get(index);
            String cell = cells[index] == null ? "" : cells[index].strip();
            if (field != null && !cell.isEmpty()) {
                said.put(field, values(field, cell, columns, errors));
            }
        }
        return new CsvRow(columns, said, errors);
    }

    /** @return none when the cell says that there is none */
    private static List<String> values(CsvField field, String cell, CsvColumns columns, List<FieldError> errors) {
        if (cell.equals(NONE)) {
            return List.of();
        }
        Stream<String> parts =
                field.sort().many() ? Stream.of(cell.split(Pattern.quote(columns.split()), -1)) : Stream.of(cell);
        return parts.map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> value(field, part, errors))
                .distinct()
                .toList();
    }

    private static String value(CsvField field, String text, List<FieldError> errors) {
        return switch (field.sort()) {
            case KIND, STATUS -> text.toLowerCase(Locale.ROOT);
            case WEBSITE, WIKIPEDIA -> text.contains("://") ? text : "https://" + text;
            case COUNTRY ->
                Countries.code(text)
                        .orElseGet(
                                () -> refuse(errors, field, text, "is no country that is known by this name or code"));
            case ESTABLISHED -> number(field, text, errors, Integer::valueOf);
            case LATITUDE, LONGITUDE -> number(field, text, errors, Double::valueOf);
            case IDENTIFIER -> identifier(field, text, errors);
            default -> text;
        };
    }

    private static String number(CsvField field, String text, List<FieldError> errors, Function<String, Number> parse) {
        try {
            return parse.apply(text).toString();
        } catch (NumberFormatException _) {
            return refuse(
                    errors,
                    field,
                    text,
                    field.sort() == CsvField.Sort.ESTABLISHED ? "should be a year" : "should be degrees such as 47.37");
        }
    }

    /** People paste addresses, and ISNI is written with and without blanks; what is kept has one form, as registries write it. */
    private static String identifier(CsvField field, String text, List<FieldError> errors) {
        String scheme = String.valueOf(field.qualifier());
        String last = text.startsWith("http://") || text.startsWith("https://")
                ? text.replaceAll("/+$", "").replaceAll(".*/", "")
                : text;
        return switch (scheme) {
            case RorRecord.SCHEME ->
                RorRecord.shortId(last.toLowerCase(Locale.ROOT))
                        .orElseGet(
                                () -> refuse(errors, field, text, "should be an identifier of ROR such as 02crff812"));
            case "isni" -> {
                Matcher isni = ISNI.matcher(last);
                yield isni.matches()
                        ? String.join(" ", isni.group(1), isni.group(2), isni.group(3), isni.group(4))
                                .toUpperCase(Locale.ROOT)
                        : last;
            }
            default -> last;
        };
    }

    private static String refuse(List<FieldError> errors, CsvField field, String text, String reason) {
        errors.add(new FieldError(field.toString(), reason + ": '" + text + "'"));
        return text;
    }

    /** What is wrong with single cells. */
    List<FieldError> errors() {
        return errors;
    }

    boolean isEmpty() {
        return said.isEmpty() && errors.isEmpty();
    }

    List<Key> keys() {
        return said.entrySet().stream()
                .flatMap(cell -> cell.getKey().scheme().stream()
                        .filter(ProfileRules::isExclusive)
                        .flatMap(scheme -> cell.getValue().stream().map(value -> new Key(scheme, value))))
                .toList();
    }

    /** @param before what is stored, of which everything stays that the row does not speak of; null for a new organisation */
    Profile onto(@Nullable Profile before) {
        String oldName = before == null ? null : before.name();
        String name = one(CsvField.Sort.NAME, oldName);
        List<Place> places = places(before == null ? null : before.places());
        return new Profile(
                name,
                null,
                many(CsvField.Sort.KIND, before == null ? null : before.kinds()),
                one(CsvField.Sort.STATUS, before == null ? null : before.status()),
                names(before == null ? null : before.names(), oldName, name),
                established(before == null ? null : before.established()),
                places,
                links(
                        links(before == null ? null : before.links(), CsvField.Sort.WEBSITE, "website"),
                        CsvField.Sort.WIKIPEDIA,
                        "wikipedia"),
                many(CsvField.Sort.DOMAIN, before == null ? null : before.domains()),
                identifiers(before == null ? null : before.identifiers()),
                before == null ? null : before.relationships());
    }

    private @Nullable List<String> cell(CsvField.Sort sort) {
        return said.get(new CsvField(sort, null));
    }

    private @Nullable String one(CsvField.Sort sort, @Nullable String before) {
        List<String> cell = cell(sort);
        return cell == null ? before : cell.isEmpty() ? null : cell.getFirst();
    }

    private @Nullable List<String> many(CsvField.Sort sort, @Nullable List<String> before) {
        List<String> cell = cell(sort);
        return cell == null ? before : cell;
    }

    private @Nullable Integer established(@Nullable Integer before) {
        List<String> cell = cell(CsvField.Sort.ESTABLISHED);
        return cell == null ? before : cell.isEmpty() ? null : (Integer) Integer.parseInt(cell.getFirst());
    }

    private List<Name> names(@Nullable List<Name> before, @Nullable String oldName, @Nullable String newName) {
        List<Name> names = new ArrayList<>(or(before));
        if (newName != null && oldName != null && !newName.equals(oldName)) {
            boolean there = names.stream().anyMatch(name -> name.value().equals(newName));
            names.replaceAll(name ->
                    name.value().equals(oldName) && !there ? new Name(newName, name.language(), name.types()) : name);
            names.removeIf(name ->
                    there && name.value().equals(oldName) && name.types().equals(List.of("label")));
        }
        for (Map.Entry<CsvField, List<String>> cell : said.entrySet()) {
            CsvField field = cell.getKey();
            String language = field.qualifier();
            switch (field.sort()) {
                case NAME -> {
                    if (language != null) {
                        names = replaced(names, "label", language, cell.getValue());
                    }
                }
                case ALIAS -> names = replaced(names, "alias", language, cell.getValue());
                case ACRONYM -> names = replaced(names, "acronym", language, cell.getValue());
                default -> {}
            }
        }
        return names;
    }

    /** A column without a language speaks of all names of its type but those whose language has a column of its own. */
    private List<Name> replaced(List<Name> names, String type, @Nullable String language, List<String> values) {
        List<String> others =
                columns.languages(CsvField.Sort.valueOf(type.equals("label") ? "NAME" : type.toUpperCase(Locale.ROOT)));
        Predicate<Name> meant = name -> name.types().contains(type)
                && (language == null ? !others.contains(name.language()) : language.equals(name.language()));
        return replaced(names, meant, values, Name::value, value -> new Name(value, language, List.of(type)));
    }

    /** Puts what a cell says in the place of what it speaks of; what is there already stays as it is. */
    private static <T> List<T> replaced(
            List<T> all, Predicate<T> meant, List<String> values, Function<T, String> text, Function<String, T> make) {
        Map<String, T> there = new LinkedHashMap<>();
        all.stream().filter(meant).forEach(one -> there.putIfAbsent(text.apply(one), one));
        if (there.keySet().equals(new java.util.LinkedHashSet<>(values))) {
            return all;
        }
        List<T> result = new ArrayList<>();
        int at = -1;
        for (T one : all) {
            if (!meant.test(one)) {
                result.add(one);
            } else if (at < 0) {
                at = result.size();
            }
        }
        List<T> stated = values.stream()
                .map(value -> Objects.requireNonNullElseGet(there.get(value), () -> make.apply(value)))
                .toList();
        result.addAll(at < 0 ? result.size() : at, stated);
        return result;
    }

    /** A row speaks of the first place; in another city or country nothing of the old place holds any more. */
    private List<Place> places(@Nullable List<Place> before) {
        List<Place> places = new ArrayList<>(or(before));
        Place old = places.isEmpty() ? new Place("", null, null, null, null, null, null, null) : places.removeFirst();
        String country =
                Optional.ofNullable(one(CsvField.Sort.COUNTRY, old.country())).orElse("");
        String city = one(CsvField.Sort.CITY, old.city());
        boolean sameCountry = country.equals(old.country());
        boolean same = sameCountry && Objects.equals(city, old.city());
        places.addFirst(new Place(
                country,
                sameCountry ? old.countryName() : null,
                same ? old.subdivision() : null,
                same ? old.subdivisionName() : null,
                sameCountry || cell(CsvField.Sort.CITY) != null ? city : null,
                degrees(CsvField.Sort.LATITUDE, same ? old.latitude() : null),
                degrees(CsvField.Sort.LONGITUDE, same ? old.longitude() : null),
                same ? old.geonamesId() : null));
        return places;
    }

    private @Nullable Double degrees(CsvField.Sort sort, @Nullable Double before) {
        List<String> cell = cell(sort);
        return cell == null ? before : cell.isEmpty() ? null : (Double) Double.parseDouble(cell.getFirst());
    }

    private List<Link> links(@Nullable List<Link> before, CsvField.Sort sort, String type) {
        List<String> cell = cell(sort);
        return cell == null
                ? or(before)
                : replaced(or(before), link -> link.type().equals(type), cell, Link::url, url -> new Link(type, url));
    }

    private List<Identifier> identifiers(@Nullable List<Identifier> before) {
        List<Identifier> identifiers = or(before);
        for (Map.Entry<CsvField, List<String>> cell : said.entrySet()) {
            String scheme = cell.getKey().scheme().orElse(null);
            if (scheme != null) {
                String first = cell.getValue().isEmpty() ? "" : cell.getValue().getFirst();
                identifiers = replaced(
                        identifiers,
                        identifier -> identifier.scheme().equals(scheme),
                        cell.getValue(),
                        Identifier::value,
                        value -> new Identifier(scheme, value, value.equals(first)));
            }
        }
        return identifiers;
    }

    private static <T> List<T> or(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

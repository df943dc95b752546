package dev.waymark.organization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table says what.
 *
 * @param columns field of each column; null where a column is ignored
 * @param header the names in the file
 * @param unknown names of columns that say nothing the directory takes
 * @param split stands between several values in one cell
 */
record CsvColumns(List<@Nullable CsvField> columns, List<String> header, List<String> unknown, String split) {
    private static final String IGNORED = "ignore";

    /**
     * @param mapping field of each column by its name in the file; other columns are taken by their names
     * @throws IllegalArgumentException with everything that is wrong with header and mapping
     */
    static CsvColumns of(List<String> header, Map<String, String> mapping, String split) {
        List<String> complaints = new ArrayList<>();
        List<@Nullable CsvField> columns = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>(mapping);
        Map<CsvField, String> taken = new HashMap<>();
        for (String name : header) {
            String mapped = left.remove(name);
            CsvField field = mapped == null || !mapped.equals(IGNORED)
                    ? CsvField.of(mapped == null ? name : mapped).orElse(null)
                    : null;
            if (field == null && mapped == null && !name.isEmpty()) {
                unknown.add(name);
            }
            if (field == null && mapped != null && !mapped.equals(IGNORED)) {
                complaints.add("the mapping of '" + name + "' names no field: '" + mapped + "'; fields are "
                        + CsvField.all() + " and " + IGNORED);
            }
            String before = field == null ? null : taken.putIfAbsent(field, name);
            if (before != null) {
                complaints.add("the columns '" + before + "' and '" + name + "' are both " + field
                        + ": map one of them to another field or to " + IGNORED);
            }
            columns.add(field);
        }
        left.keySet()
                .forEach(name ->
                        complaints.add("the mapping names a column that the file does not have: '" + name + "'"));
        if (complaints.isEmpty() && taken.keySet().stream().noneMatch(CsvColumns::isKey)) {
            complaints.add(
                    "no column tells one organisation from all others: 'key' (of your own) or 'ror' is needed; the file has "
                            + header.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        }
        if (!complaints.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", complaints));
        }
        return new CsvColumns(columns, List.copyOf(header), List.copyOf(unknown), split);
    }

    private static boolean isKey(CsvField field) {
        return field.scheme().filter(ProfileRules::isExclusive).isPresent();
    }

    /** The languages that have a column of their own, of names of this sort. */
    List<String> languages(CsvField.Sort sort) {
        return columns.stream()
                .filter(field -> field != null && field.sort() == sort && field.qualifier() != null)
                .map(field -> String.valueOf(field == null ? null : field.qualifier()))
                .toList();
    }
}

package dev.waymark.identity.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals with KEY_ENCRYPTION_SECRET what is still sealed with KEY_ENCRYPTION_SECRET_FORMER, row by row. Each row is one statement that
 * changes it from what was read, so it may be done twice at once, stopped in the middle and done again, while copies of the service read
 * and write.
 */
@Component
class Resealing {
    private static final int NAMED = 10;

    private final List<SealedRows> tables;
    private final FormerKeys formerKeys;
    private final DerivedKeys keys;

    Resealing(
            JdbcClient sql,
            DerivedKeys keys,
            SigningKeyRows signingKeys,
            List<SealedColumn> columns,
            FormerKeys formerKeys) {
        this.tables = Stream.concat(
                        Stream.of(signingKeys), columns.stream().map(column -> new SealedColumnRows(sql, keys, column)))
                .toList();
        this.formerKeys = formerKeys;
        this.keys = keys;
    }

    /**
     * What was done to a table.
     *
     * @param sealed how many were sealed here; those that another run has sealed at the same time are not among them
     * @param left how many were under the former secret afterwards: written meanwhile by a copy of the service that seals with it
     */
    record Outcome(String table, int sealed, int left) {}

    /** @throws UnreadableRowsException when some of it opens with neither secret; then nothing is changed */
    List<Outcome> run() {
        List<String> unreadable = new ArrayList<>();
        tables.forEach(table -> table.forEach(row -> {
            if (row.reseal().get() instanceof Resealed.Unreadable) {
                unreadable.add(row.name());
            }
        }));
        if (!unreadable.isEmpty()) {
            throw new UnreadableRowsException(
                    unreadable.stream().limit(NAMED).toList(), unreadable.size(), keys.hasFormer());
        }
        formerKeys.keep();
        return tables.stream()
                .map(table -> new Outcome(table.table(), seal(table), left(table)))
                .toList();
    }

    private static int seal(SealedRows table) {
        int[] sealed = {0};
        table.forEach(row -> {
            if (row.reseal().get() instanceof Resealed.Anew anew
                    && row.replace().test(anew.sealed())) {
                sealed[0]++;
            }
        });
        return sealed[0];
    }

    private static int left(SealedRows table) {
        int[] left = {0};
        table.forEach(row -> {
            if (!(row.reseal().get() instanceof Resealed.Present)) {
                left[0]++;
            }
        });
        return left[0];
    }
}

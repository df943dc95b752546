package dev.waymark.identity.keys;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Everything of one kind that is sealed in the database. */
interface SealedRows {
    /** As an operator is told of it: the name of its table. */
    String table();

    /** Looks at one after the other; what is added meanwhile may be among them or not. */
    void forEach(Consumer<Row> look);

    /**
     * Something sealed.
     *
     * @param name of its row, for an operator; nothing secret, and nobody's data
     * @param reseal seals it again, in memory alone
     * @param replace puts what is given in its place in one statement, unless it is gone or has changed since it was read; says whether
     *     it did
     */
    record Row(String name, Supplier<Resealed> reseal, Predicate<byte[]> replace) {}
}

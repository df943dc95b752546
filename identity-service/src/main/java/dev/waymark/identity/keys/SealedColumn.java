package dev.waymark.identity.keys;

/**
 * Where a table keeps what {@link DerivedKeys#seal} returned; {@code keys reseal} goes through every bean of this type. The table has
 * a {@code uuid} that no two rows share, and that is not taken by another row later.
 *
 * @param table a name in the code, as the other two are: never anything that somebody sent
 * @param id the {@code uuid}
 * @param owner the column whose text is the owner
 * @param sealed the {@code bytea}, which may be null
 * @param purpose as given to {@code seal}
 */
public record SealedColumn(String table, String id, String owner, String sealed, String purpose) {
    /** A column of which the row's id is the owner. */
    public SealedColumn(String table, String id, String sealed, String purpose) {
        this(table, id, id, sealed, purpose);
    }
}

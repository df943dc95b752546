package dev.waymark.identity.keys;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a {@link SealedColumn}. */
final class SealedColumnRows implements SealedRows {
    private static final int AT_A_TIME = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient sql;
    private final DerivedKeys keys;
    private final SealedColumn column;

    SealedColumnRows(JdbcClient sql, DerivedKeys keys, SealedColumn column) {
        this.sql = sql;
        this.keys = keys;
        this.column = column;
    }

    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    private record Stored(UUID id, String owner, byte[] sealed) {}

    @Override
    public String table() {
        return column.table();
    }

    @Override
    public void forEach(Consumer<Row> look) {
        List<Stored> some = after(FIRST);
        while (!some.isEmpty()) {
            some.forEach(stored -> look.accept(row(stored)));
            some = after(some.getLast().id());
        }
    }

    private List<Stored> after(UUID id) {
        return sql.sql(
                        "select %2$s id, %3$s owner, %4$s sealed from %1$s where %2$s > ? and %4$s is not null order by %2$s limit %5$d"
                                .formatted(column.table(), column.id(), column.owner(), column.sealed(), AT_A_TIME))
                .param(id)
                .query((row, _) ->
                        new Stored(row.getObject("id", UUID.class), row.getString("owner"), row.getBytes("sealed")))
                .list();
    }

    private Row row(Stored stored) {
        return new Row(
                column.table() + " " + stored.id(),
                () -> keys.reseal(column.purpose(), stored.owner(), stored.sealed()),
                fresh -> replace(stored, fresh));
    }

    private boolean replace(Stored stored, byte[] fresh) {
        return sql.sql("update %1$s set %3$s = ? where %2$s = ? and %3$s = ?"
                                .formatted(column.table(), column.id(), column.sealed()))
                        .param(fresh)
                        .param(stored.id())
                        .param(stored.sealed())
                        .update()
                == 1;
    }
}

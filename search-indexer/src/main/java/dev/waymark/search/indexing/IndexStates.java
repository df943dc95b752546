package dev.waymark.search.indexing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The one row about the indexes. Every change names what it was decided on, so that a copy without the lock changes nothing. */
@Repository
public class IndexStates {
    private final JdbcClient sql;

    IndexStates(JdbcClient sql) {
        this.sql = sql;
    }

    public IndexState read() {
        return sql.sql("select * from search_index")
                .query((row, _) -> state(row))
                .single();
    }

    private static IndexState state(ResultSet row) throws SQLException {
        return new IndexState(
                row.getString("live_created_at"),
                row.getInt("live_settings"),
                row.getLong("number"),
                row.getString("building_created_at"),
                row.getInt("building_settings"),
                row.getObject("building_filled_to", UUID.class),
                row.getBoolean("rebuild_requested"),
                row.getLong("completed"));
    }

    public void requestRebuild() {
        sql.sql("update search_index set rebuild_requested = true").update();
    }

    void lost(String createdAt) {
        sql.sql("update search_index set live_created_at = null where live_created_at = ?")
                .param(createdAt)
                .update();
    }

    void begun(long number, String createdAt) {
        sql.sql("""
                        update search_index set number = ?, building_created_at = ?, building_settings = ?,
                            building_filled_to = null, rebuild_requested = false
                        where number = ?
                        """)
                .params(number, createdAt, IndexSettings.VERSION, number - 1)
                .update();
    }

    void filled(long number, UUID to) {
        sql.sql("update search_index set building_filled_to = ? where number = ? and building_created_at is not null")
                .params(to, number)
                .update();
    }

    void abandoned(long number) {
        sql.sql("update search_index set building_created_at = null, building_filled_to = null where number = ?")
                .param(number)
                .update();
    }

    void completed(long number) {
        sql.sql("""
                        update search_index set live_created_at = building_created_at, live_settings = building_settings,
                            building_created_at = null, building_filled_to = null, completed = completed + 1
                        where number = ? and building_created_at is not null
                        """).param(number).update();
    }
}

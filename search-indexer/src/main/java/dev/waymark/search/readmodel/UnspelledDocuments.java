package dev.waymark.search.readmodel;

import dev.waymark.events.OrganizationState;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Documents that an older release has written, which knew no {@link Spellings}. */
@Repository
public class UnspelledDocuments {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int BATCH = 500;

    private final JdbcClient sql;
    private final JdbcTemplate jdbc;

    UnspelledDocuments(JdbcClient sql, JdbcTemplate jdbc) {
        this.sql = sql;
        this.jdbc = jdbc;
    }

    private record Unspelled(Object id, String document) {}

    /**
     * Makes the spellings of some of them.
     *
     * @return whether there may be more
     */
    @Transactional
    public boolean spell() {
        List<Unspelled> batch = sql.sql("""
                        select id, document from organization_document
                        where not deleted and spelled_of is distinct from hash and document is not null
                        order by id limit ? for update skip locked
                        """)
                .param(BATCH)
                .query((row, _) -> new Unspelled(row.getObject("id"), row.getString("document")))
                .list();
        jdbc.batchUpdate("""
                update organization_document
                set spellings = ?, spelling_keys = string_to_array(nullif(?, ''), ',')::integer[], spelled_of = hash
                where id = ?
                """, batch, BATCH, (update, row) -> {
            List<String> spellings = Spellings.of(json.readValue(row.document(), OrganizationState.class));
            update.setString(1, String.join("\n", spellings));
            update.setString(2, Documents.list(Spellings.keys(spellings)));
            update.setObject(3, row.id());
        });
        return batch.size() == BATCH;
    }
}

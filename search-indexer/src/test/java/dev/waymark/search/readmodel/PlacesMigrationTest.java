package dev.waymark.search.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a directory that is in use already goes through. */
class PlacesMigrationTest {
    private static final String BEFORE = "2026.11.24.1";

    @Test
    void documentsThatAreHereGetTheirPlacesBatchByBatch() {
        var database = TestDatabase.fresh();
        JdbcClient sql = JdbcClient.create(database);
        Flyway.configure().dataSource(database).target(BEFORE).load().migrate();
        sql.sql("""
                insert into organization_document
                    (id, version, hash, deleted, document, name, country, status, kinds, words, changed_at)
                select gen_random_uuid(), 1, '', false,
                       '{"name":"\\u0000","places":[{"country":"CH","latitude":46.' || number || ',"longitude":-7.5}]}',
                       'name', 'CH', 'active', '{}', '', now()
                from generate_series(1000, 5500) as number
                """).update();
        UUID nowhere = insert(sql, false, "{\"places\":[{\"country\":\"CH\"},{\"country\":\"DE\",\"latitude\":50.0}]}");
        UUID gone = insert(sql, true, null);

        Flyway.configure().dataSource(database).load().migrate();

        assertThat(sql.sql(
                                "select count(*) from organization_document where latitude between 46 and 47 and longitude = -7.5")
                        .query(Long.class)
                        .single())
                .isEqualTo(4501);
        assertThat(sql.sql("select id from organization_document where latitude is null")
                        .query(UUID.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(List.of(nowhere, gone));
    }

    private static UUID insert(JdbcClient sql, boolean deleted, @Nullable String document) {
        UUID id = UUID.randomUUID();
        sql.sql("""
                insert into organization_document
                    (id, version, hash, deleted, document, name, country, status, kinds, words, changed_at)
                values (?, 1, '', ?, ?, 'name', 'CH', 'active', '{}', '', now())
                """).param(id).param(deleted).param(document).update();
        return id;
    }
}

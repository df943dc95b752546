package dev.waymark.search.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.intake.Feed;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.Organization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A release that knows no spellings may run beside this one, or have written everything that is there. */
class UnspelledDocumentsTest {
    @Test
    void whatAnOlderReleaseHasWrittenIsMadeUpFor() {
        try (IndexerUnderTest indexer = IndexerUnderTest.start(IndexerUnderTest.freshSite(), Map.of())) {
            JdbcClient sql = indexer.bean(JdbcClient.class);
            Feed.to(
                    indexer,
                    Organization.named("University of Freiburg")
                            .alias("Albert-Ludwigs-Universität")
                            .record(1),
                    Organization.named("Charité").record(1));
            List<Map<String, Object>> made = spellings(sql);
            assertThat(made)
                    .extracting(row -> row.get("spellings"))
                    .containsExactlyInAnyOrder("university of freiburg\nalbert ludwigs universitat", "charite");
            // What was written before the columns were there, and what an older release has overwritten since.
            sql.sql("""
                    update organization_document set spellings = null, spelling_keys = null, spelled_of = null
                    where name = 'Charité'
                    """).update();
            sql.sql("""
                    update organization_document set spellings = 'another name', spelling_keys = '{1}', spelled_of = 'of before'
                    where name <> 'Charité'
                    """).update();

            // A deletion that a repair has taken back, before the state that it waits for is there.
            sql.sql("""
                    insert into organization_document
                        (id, version, hash, deleted, document, name, country, status, kinds, words, changed_at)
                    values (gen_random_uuid(), 0, '', false, null, '', '', '', '{}', '', now())
                    """).update();

            assertThat(indexer.bean(UnspelledDocuments.class).spell())
                    .as("more to do")
                    .isFalse();

            assertThat(spellings(sql)).isEqualTo(made);
        }
    }

    private static List<Map<String, Object>> spellings(JdbcClient sql) {
        return sql.sql("""
                        select name, spellings, array_to_string(spelling_keys, ',') as keys, spelled_of = hash as fresh
                        from organization_document where document is not null order by name
                        """).query().listOfRows();
    }
}

package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.intake.Feed;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.Organization;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class NearestNameTest {
    private static final UUID DELETED = UUID.randomUUID();
    private static IndexerUnderTest indexer;

    @BeforeAll
    static void start() {
        indexer = IndexerUnderTest.start(IndexerUnderTest.freshSite(), Map.of());
        Organization deleted = Organization.withId(DELETED, "Deleted Institution");
        Feed.to(
                indexer,
                Organization.named("Owens Community College").record(1),
                Organization.named("University of Vlora \"Ismail Qemali\"").record(1),
                Organization.named("浙江万里学院").record(1),
                Organization.named("ETH").record(1),
                Organization.named("Hochschule für Künste Bremen").record(1),
                deleted.record(1),
                deleted.deletion(2));
    }

    @AfterAll
    static void stop() {
        indexer.close();
    }

    private static NearestName nearest() {
        // One that has not failed yet.
        return new NearestName(indexer.bean(JdbcClient.class), indexer.bean(QuickReads.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            iOwens Community College           | Owens Community College
            wens community college             | Owens Community College
            OwensxCommunity College            | Owens Community College
            Owens Community Cellige            | Owens Community College
            university of vlora ismail qmeali  | University of Vlora "Ismail Qemali"
            浙万江里学院                         | 浙江万里学院
            hochschule fur kunste bremn        | Hochschule für Künste Bremen
            """)
    void isTheNameThatWasMeant(String typed, String name) {
        assertThat(nearest().to(typed)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "EHT", "Owens", "Ovens Comunity Colledge", "deleted instituton", "https://ror.org/0245cg223"
            })
    void isNotWhatIsFarOffOrGoneOrTooShortToTell(String typed) {
        assertThat(nearest().to(typed)).isEmpty();
    }

    @Test
    void isDoneWithoutWhileTheTableDoesNotAnswer() {
        NearestName nearest = nearest();
        new TransactionTemplate(indexer.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            indexer.bean(JdbcClient.class)
                    .sql("lock table organization_document in access exclusive mode")
                    .update();
            assertThat(nearest.to("iOwens Community College")).isEmpty();
        });

        assertThat(nearest.to("iOwens Community College"))
                .as("asked again at once")
                .isEmpty();
        assertThat(nearest().to("iOwens Community College")).isPresent();
    }
}

package dev.waymark.search.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.events.Topics;
import dev.waymark.search.testing.Organization;
import dev.waymark.testing.EventContract;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecordReaderTest {
    private final Organization organization = Organization.named("University of Somewhere");

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        return RecordReader.read(record) instanceof Reading.Poison poison ? poison.reason() : "accepted";
    }

    @Test
    void aGoodRecordIsAcceptedWithTheHashOfItsBytes() {
        Reading reading = RecordReader.read(organization.record(7));

        assertThat(reading).isInstanceOfSatisfying(Reading.Accepted.class, accepted -> {
            assertThat(accepted.state().version()).isEqualTo(7);
            assertThat(accepted.state().hash()).matches("[0-9a-f]{64}");
            assertThat(accepted.state().document()).isEqualTo(organization.document(7));
        });
    }

    @Test
    void theExamplesOfTheContractAreAccepted() {
        assertThat(EventContract.examples(Topics.ORGANIZATION_STATE))
                .isNotEmpty()
                .allSatisfy(example -> {
                    String id = JsonMapper.shared().readTree(example).path("id").asString("");
                    assertThat(reason(Organization.record(id, example, 1, null)))
                            .isEqualTo("accepted");
                });
    }

    @Test
    void aMemberThatThisReleaseDoesNotKnowIsNoFault() {
        String document = organization.document(1).replaceFirst("\\{", "{\"novelty\":[1,2],");

        assertThat(reason(Organization.record(organization.id().toString(), document, 1, null)))
                .isEqualTo("accepted");
    }

    @Test
    void whatIsNoJsonIsPoison() {
        assertThat(reason(Organization.record(organization.id().toString(), "{\"id\":", 1, null)))
                .contains("not an organisation in JSON");
    }

    @Test
    void anotherSchemaVersionIsPoison() {
        ConsumerRecord<byte[], byte[]> record = organization.record(1);
        record.headers().remove("schema_version");
        assertThat(reason(record)).contains("schema_version is missing");

        record.headers().add("schema_version", "2".getBytes(StandardCharsets.UTF_8));
        assertThat(reason(record)).contains("schema version is not 1");
    }

    @Test
    void aKeyThatIsNotTheDocumentsIdIsPoison() {
        assertThat(reason(Organization.record(UUID.randomUUID().toString(), organization.document(1), 1, null)))
                .contains("key is not the document's id");
        assertThat(reason(Organization.record("nobody", organization.document(1), 1, null)))
                .contains("key is not a UUID");
        assertThat(reason(Organization.record(null, organization.document(1), 1, null)))
                .contains("key is not a UUID");
    }

    @Test
    void aDocumentWithoutWhatReadersNeedIsPoison() {
        String document = "{\"id\":\"" + organization.id() + "\",\"version\":1,\"deleted\":false,\"name\":\"N\"}";

        assertThat(reason(Organization.record(organization.id().toString(), document, 1, null)))
                .contains("slug", "kinds", "names");
    }

    @Test
    void aTombstoneWithoutAVersionIsPoison() {
        ConsumerRecord<byte[], byte[]> tombstone = organization.tombstone(1);
        tombstone.headers().remove("aggregate_version");

        assertThat(reason(tombstone)).contains("tombstone without a version");
    }
}

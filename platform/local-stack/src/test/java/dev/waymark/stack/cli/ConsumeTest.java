package dev.waymark.stack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ConsumeTest {
    @Test
    void aRecordIsOneLineWithItsKeyHeadersAndValue() {
        ConsumerRecord<String, String> record = new ConsumerRecord<>("organization.state", 2, 7, "id", "{\"a\":\n1}");
        record.headers().add("type", "organization.state".getBytes(UTF_8));

        assertThat(Consume.line(record))
                .doesNotContain("\n")
                .startsWith("{\"key\":\"id\",\"headers\":{\"type\":\"organization.state\"},\"value\":{\"a\":1},")
                .contains("\"partition\":2", "\"offset\":7");
    }

    @Test
    void aValueThatIsNotJsonIsShownAsText() {
        assertThat(Consume.line(new ConsumerRecord<>("topic", 0, 0, "id", "plain")))
                .contains("\"value\":\"plain\"");
    }
}

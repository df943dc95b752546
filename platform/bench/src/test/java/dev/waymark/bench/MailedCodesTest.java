package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MailedCodesTest {
    private static final Instant NINE = Instant.parse("2026-11-26T09:00:00Z");

    /** As the mail catcher writes one. */
    private record Mail(String id, Instant arrived, String from, String to, String subject, String text) {}

    private static Mail mail(String to, int seconds, String text) {
        return new Mail("1", NINE.plusSeconds(seconds), "Waymark <waymark@localhost>", to, "Your code", text);
    }

    private static Map<String, MailedCodes.Mailed> read(Mail... mails) {
        JsonNode json = Http.JSON.readTree(Http.JSON.writeValueAsString(List.of(mails)));
        return MailedCodes.read(json, NINE);
    }

    @Test
    void findsEachAddressesCodeAndWhenItCame() {
        assertThat(read(
                        mail("ada@people.example", 2, "Sign in\n\nWDJB-MJHT\n\nIt is good for 3 minutes."),
                        mail("bob@people.example", 3, "Sign in\n\nZXWV-TSRQ")))
                .isEqualTo(Map.of(
                        "ada@people.example", new MailedCodes.Mailed("WDJB-MJHT", NINE.plusSeconds(2)),
                        "bob@people.example", new MailedCodes.Mailed("ZXWV-TSRQ", NINE.plusSeconds(3))));
    }

    @Test
    void ofTwoCodesTheNewerOneCountsInWhateverOrderTheyStand() {
        Mail older = mail("ada@people.example", 1, "WDJB-MJHT");
        Mail newer = mail("ada@people.example", 2, "ZXWV-TSRQ");

        assertThat(List.of(read(older, newer), read(newer, older)))
                .allSatisfy(found -> assertThat(found)
                        .hasEntrySatisfying(
                                "ada@people.example",
                                mailed -> assertThat(mailed.code()).isEqualTo("ZXWV-TSRQ")));
    }

    @Test
    void whatCameBeforeIsNotWhatWasAskedFor() {
        assertThat(read(mail("ada@people.example", -1, "WDJB-MJHT"))).isEmpty();
        assertThat(read(mail("ada@people.example", 0, "WDJB-MJHT"))).hasSize(1);
    }

    @Test
    void aMailWithoutACodeHasNone() {
        assertThat(read(mail("ada@people.example", 1, "There is no account. A WELL-KNOWN-FACT, and an AUTO-MATE.")))
                .isEmpty();
    }
}

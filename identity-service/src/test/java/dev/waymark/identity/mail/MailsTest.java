package dev.waymark.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import dev.waymark.identity.TestPostgres;
import dev.waymark.platform.pages.Language;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailsTest {
    private static final DataSource database = TestPostgres.migrated();

    private final MovableClock clock = new MovableClock();
    private final GreenMail server = PostOffice.mailServer(0);
    private final int port = server.getSmtp().getPort();
    private final PostOffice office = new PostOffice(database, clock, port);

    @BeforeEach
    void forgetOtherTests() {
        office.sql.sql("delete from mail").update();
    }

    @AfterEach
    void close() {
        office.close();
        server.stop();
    }

    @Test
    void everyKindArrivesInBothLanguagesAsTextAndAsHtml() throws Exception {
        office.open();
        for (MailKind kind : MailKind.values()) {
            for (Language language : Language.values()) {
                office.send(kind, address(kind, language), language, values());
            }
        }
        int all = MailKind.values().length * Language.values().length;
        MimeMessage[] received = received(all);

        for (MailKind kind : MailKind.values()) {
            for (Language language : Language.values()) {
                MimeMessage mail = to(received, address(kind, language));
                Words words = Words.in(language);
                assertThat(mail.getSubject()).isEqualTo(words.get(kind.title() + ".subject"));
                assertThat(mail.getFrom()[0]).hasToString("Das Verzeichnis <directory@directory.example>");
                assertThat(mail.getContentType()).startsWith("multipart/alternative");
                assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
                assertThat(mail.getHeader("Content-Language")).containsExactly(language.tag());
                assertThat(mail.getHeader("Message-ID")[0]).matches("<[0-9a-f-]{36}@directory\\.example>");
                // To the second, as RFC 5322, section 3.3, has it.
                assertThat(mail.getSentDate())
                        .isEqualTo(Date.from(clock.instant().minusNanos(123_456_000)));
                String heading = words.get(kind.title() + ".heading");
                String text = part(mail, 0, "text/plain");
                String html = part(mail, 1, "text/html");
                assertThat(text).contains(heading).contains(PostOffice.ORIGIN);
                assertThat(html)
                        .contains("<html lang=\"" + language.tag() + "\">", heading, "https://directory.example")
                        .doesNotContain("<img", "<script", "<table", "http://");
                assertThat(html.contains("WDJB-MJHT")).isEqualTo(kind.hasCode());
                assertThat(text.contains("WDJB-MJHT")).isEqualTo(kind.hasCode());
                assertThat(mail.getSubject()).doesNotContain("WDJB");
            }
        }
        assertThat(office.waiting()).isZero();
        assertThat(office.count("sent")).isEqualTo(all);
    }

    @Test
    void aNoticeSaysWhenFromWhichDeviceAndAddress() throws Exception {
        office.open().send(MailKind.NEW_DEVICE, "ada@example.org", Language.GERMAN, values());

        MimeMessage mail = received(1)[0];
        assertThat(part(mail, 0, "text/plain"))
                .contains("Guten Tag Ada,", "Zeitpunkt: 26. November 2026", "07:08 UTC", "Gerät: Firefox", "192.0.2.7")
                .contains("https://directory.example/de/account/security");
        assertThat(part(mail, 1, "text/html")).contains("26. November 2026", "Firefox", "192.0.2.7");
    }

    @Test
    void aMailLeavesAtOnceAndNotOnTheNextRound() {
        office.open().sendCode("ada@example.org");
        received(1);

        office.sendCode("bob@example.org");

        assertThat(server.waitForIncomingEmail(Postman.ROUND.toMillis() / 2, 2)).isTrue();
    }

    @Test
    void wordsGoIntoTheirPlaces() throws Exception {
        office.open().send(MailKind.FACTOR_ADDED, "a@example.org", Language.ENGLISH, values());
        assertThat(part(received(1)[0], 0, "text/plain")).contains("added to your account: authenticator app.");

        office.send(MailKind.DELETION_REQUESTED, "b@example.org", Language.GERMAN, values());
        assertThat(part(to(received(2), "b@example.org"), 0, "text/plain")).contains("am 10. Dezember 2026 gelöscht");

        office.send(MailKind.ADDRESS_CHANGED, "c@example.org", Language.ENGLISH, values());
        assertThat(part(to(received(3), "c@example.org"), 0, "text/plain"))
                .contains("has the address new@example.org", "https://directory.example/account/address/undo?token=x");
    }

    @Test
    void whatIsRolledBackIsNotSent() {
        office.open();
        assertThatThrownBy(() -> office.transaction.executeWithoutResult(_ -> {
                    office.sql.sql("select 1").query(Integer.class).single();
                    office.sendCode("ada@example.org");
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        office.sendCode("bob@example.org");

        assertThat(received(1)[0])
                .satisfies(mail -> assertThat(mail.getAllRecipients()[0]).hasToString("bob@example.org"));
        assertThat(office.waiting()).isZero();
    }

    @Test
    void theDatabaseDoesNotTellCodesOrAddresses() {
        office.sendCode("ada@example.org");

        String row = office.sql
                .sql("select row_to_json(mail)::text from mail")
                .query(String.class)
                .single();
        assertThat(row).contains("login_code");
        for (String secret : List.of("ada@example.org", "WDJBMJHT", "WDJB-MJHT")) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            assertThat(row)
                    .doesNotContainIgnoringCase(secret)
                    // Bytes are written in hexadecimal.
                    .doesNotContain(HexFormat.of().formatHex(bytes))
                    .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    @Test
    void aSealedMailMovedToAnotherRowIsNotSent() {
        office.sendCode("ada@example.org");
        office.sql
                .sql("insert into mail (kind, sealed, created_at, good_until, due_at)"
                        + " select kind, sealed, created_at, good_until, due_at from mail")
                .update();

        office.open();

        await().until(() -> office.waiting() == 0);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(office.count("unreadable")).isEqualTo(1);
    }

    @Test
    void mailsWaitWhileTheMailServerIsAwayAndComeWhenItIsBack() throws Exception {
        server.stop();
        office.open();
        office.send(MailKind.NEW_DEVICE, "ada@example.org", Language.ENGLISH, values());
        await().until(() -> office.delivery.server() == Delivery.Server.AWAY && office.count("postponed") == 1);
        // As after hours: the next attempt of this one would be minutes from now.
        office.sql
                .sql("update mail set attempts = 9, due_at = due_at + interval '10 minutes'")
                .update();

        GreenMail back = PostOffice.mailServer(port);
        try {
            office.send(MailKind.ENABLED, "bob@example.org", Language.ENGLISH, values());

            assertThat(back.waitForIncomingEmail(20_000, 2)).isTrue();
            await().until(() -> office.waiting() == 0);
            assertThat(office.delivery.server()).isEqualTo(Delivery.Server.REACHED);
        } finally {
            back.stop();
        }
    }

    @Test
    void aFailedMailIsTriedAgainAfterSecondsAndThenMoreAndMoreRarely() {
        for (int attempt = 1; attempt < 40; attempt++) {
            long whole = Math.min(
                    5_000L << Math.min(attempt - 1, 12), Duration.ofMinutes(15).toMillis());
            assertThat(Delivery.pause(attempt).toMillis()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void aMailWhoseSenderWasKilledIsSentByAnother() throws Exception {
        office.sendCode("ada@example.org");
        QueuedMail taken = office.queue.claim(clock.instant()).orElseThrow();
        assertThat(office.queue.claim(clock.instant())).isEmpty();

        clock.advance(MailQueue.LEASE);
        office.open();

        assertThat(received(1)[0].getMessageID()).isEqualTo("<" + taken.id() + "@directory.example>");
        await().until(() -> office.waiting() == 0);
    }

    @Test
    void whoWasThoughtToBeGoneDecidesNothingMore() {
        office.sendCode("ada@example.org");
        QueuedMail late = office.queue.claim(clock.instant()).orElseThrow();
        clock.advance(MailQueue.LEASE);
        QueuedMail taken = office.queue.claim(clock.instant()).orElseThrow();

        office.queue.postpone(late, clock.instant());

        assertThat(taken.id()).isEqualTo(late.id());
        assertThat(office.queue.claim(clock.instant())).isEmpty();
    }

    @Test
    void aMailIsTheSameEachTimeThatItIsTried() throws Exception {
        office.sendCode("ada@example.org");
        QueuedMail first = office.queue.claim(clock.instant()).orElseThrow();
        clock.advance(MailQueue.LEASE);
        QueuedMail second = office.queue.claim(clock.instant()).orElseThrow();
        Letter letter = office.queue.open(first).orElseThrow();

        MimeMessage one = office.messages.message(first, letter);
        MimeMessage other = office.messages.message(second, letter);

        assertThat(one.getMessageID()).isEqualTo(other.getMessageID());
        assertThat(one.getSentDate()).isEqualTo(other.getSentDate());
    }

    @Test
    void twoCopiesOfTheServiceSendEachMailOnce() throws Exception {
        List<String> addresses = IntStream.range(0, 50)
                .mapToObj(n -> "person" + n + "@example.org")
                .toList();
        addresses.forEach(office::sendCode);

        try (PostOffice other = new PostOffice(database, clock, port)) {
            office.open();
            other.open();
            await().atMost(Duration.ofSeconds(30)).until(() -> office.waiting() == 0);
        }

        List<String> reached = Arrays.stream(server.getReceivedMessages())
                .map(MailsTest::recipient)
                .toList();
        assertThat(reached).containsExactlyInAnyOrderElementsOf(addresses);
    }

    @Test
    void whatWasRefusedForGoodIsNotTriedAgain() throws Exception {
        try (ScriptedMailServer refusing = new ScriptedMailServer(Map.of("RCPT", "550 5.1.1 no such mailbox"));
                PostOffice office = new PostOffice(database, clock, refusing.port()).open()) {
            office.sendCode("nobody@example.org");

            await().until(() -> office.count("refused") == 1 && office.waiting() == 0);
            assertThat(refusing.count("RCPT")).isEqualTo(1);
            assertThat(office.count("postponed")).isZero();
        }
    }

    @Test
    void aMailWhoseContentIsRefusedForGoodIsNotTriedAgain() throws Exception {
        try (ScriptedMailServer refusing = new ScriptedMailServer(Map.of(".", "554 5.7.1 not this"));
                PostOffice office = new PostOffice(database, clock, refusing.port()).open()) {
            office.sendCode("nobody@example.org");

            await().until(() -> office.count("refused") == 1 && office.waiting() == 0);
        }
    }

    @Test
    void whatIsRefusedForNowOrForAReasonOfOursWaits() throws Exception {
        for (Map<String, String> replies : List.of(
                Map.of("RCPT", "450 4.2.0 greylisted"),
                Map.of("MAIL", "550 5.7.1 not from you"),
                Map.of("EHLO", "554 no", "HELO", "554 no"))) {
            office.sql.sql("delete from mail").update();
            try (ScriptedMailServer busy = new ScriptedMailServer(replies);
                    PostOffice office = new PostOffice(database, clock, busy.port()).open()) {
                office.sendCode("ada@example.org");

                await().until(() -> office.count("postponed") == 1);
                assertThat(office.waiting()).as(replies.toString()).isEqualTo(1);
                assertThat(office.count("refused")).isZero();
            }
        }
    }

    @Test
    void aCodeThatIsTooOldIsDroppedAndANoticeIsNot() throws Exception {
        office.sendCode("ada@example.org");
        office.send(MailKind.PASSWORD_CHANGED, "ada@example.org", Language.ENGLISH, Map.of());
        clock.advance(Duration.ofMinutes(15));

        office.open();

        assertThat(received(1)[0].getSubject()).isEqualTo("Your Waymark password was changed");
        await().until(() -> office.waiting() == 0);
        assertThat(office.count("expired")).isEqualTo(1);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void afterADayAMailIsGivenUp() {
        office.send(MailKind.PASSWORD_CHANGED, "ada@example.org", Language.ENGLISH, Map.of());
        clock.advance(Duration.ofHours(24));

        office.open();

        await().until(() -> office.waiting() == 0);
        assertThat(office.count("expired")).isEqualTo(1);
    }

    @Test
    void namesAndAddressesAddNoHeaders() throws Exception {
        String name = "Ada\r\nBcc: eve@example.org\r\n\r\nGive me your code";
        office.open();
        office.send(MailKind.LOGIN_CODE, "ada@example.org", Language.ENGLISH, Map.of("code", "WDJBMJHT", "name", name));

        MimeMessage mail = received(1)[0];
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(part(mail, 0, "text/plain")).doesNotContain("Bcc:");
        for (String address : List.of(
                "ada@example.org\r\nBcc: eve@example.org",
                "ada@example.org, eve@example.org",
                "Ada <ada@example.org>",
                "ada")) {
            assertThatIllegalArgumentException().isThrownBy(() -> office.sendCode(address));
        }
    }

    @Test
    void whoTypesTheAddressOfAnotherPutsNoWordsIntoHisMail() throws Exception {
        Map<String, String> values = new HashMap<>(values());
        values.put("name", "You have won");
        office.open().send(MailKind.SIGN_UP_CODE, "ada@example.org", Language.ENGLISH, values);
        assertThat(part(received(1)[0], 0, "text/plain")).contains("\n\nHello,").doesNotContain("won");

        values.put("name", "see evil.example/now");
        office.send(MailKind.LOGIN_CODE, "bob@example.org", Language.ENGLISH, values);
        assertThat(part(to(received(2), "bob@example.org"), 0, "text/plain")).doesNotContain("evil");
    }

    @Test
    void markupInValuesIsText() throws Exception {
        Map<String, String> values = new HashMap<>(values());
        values.put("device", "<b onload=x>Fire&fox</b>");
        office.open().send(MailKind.NEW_DEVICE, "ada@example.org", Language.ENGLISH, values);

        assertThat(part(received(1)[0], 1, "text/html"))
                .contains("&lt;b onload=x&gt;Fire&amp;fox&lt;/b&gt;")
                .doesNotContain("<b onload");
    }

    @Test
    void mailsLeadToNoOtherSite() {
        Map<String, String> values = new HashMap<>(values());
        for (String link : List.of("https://directory.example.evil.example/", "javascript:alert(1)")) {
            values.put("link", link);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> office.send(MailKind.ADDRESS_CHANGED, "ada@example.org", Language.ENGLISH, values));
        }
    }

    @Test
    void addressesMayHaveLettersOfAllScripts() throws Exception {
        office.open().sendCode("ada@bücher.example");

        assertThat(recipient(received(1)[0])).isEqualTo("ada@xn--bcher-kva.example");
    }

    @Test
    void theQueueIsMeasured() {
        office.sendCode("ada@example.org");
        clock.advance(Duration.ofSeconds(90));

        assertThat(office.meters.get("waymark.mail.queue").gauge().value()).isEqualTo(1);
        assertThat(office.meters.get("waymark.mail.queue.age").gauge().value()).isEqualTo(90);
    }

    private static Map<String, String> values() {
        return Map.of(
                "name", "Ada",
                "code", "WDJBMJHT",
                "newAddress", "new@example.org",
                "link", "/account/address/undo?token=x",
                "factor", "totp",
                "left", "4",
                "day", "2026-12-10",
                "when", "2026-11-26T07:08:09Z",
                "device", "Firefox on Linux",
                "address", "192.0.2.7");
    }

    private static String address(MailKind kind, Language language) {
        return kind.title() + "." + language.tag() + "@example.org";
    }

    private MimeMessage[] received(int count) {
        assertThat(server.waitForIncomingEmail(30_000, count))
                .as("%d mails", count)
                .isTrue();
        await().until(() -> office.waiting() == 0);
        return server.getReceivedMessages();
    }

    private static MimeMessage to(MimeMessage[] mails, String address) {
        return Arrays.stream(mails)
                .filter(mail -> recipient(mail).equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getRecipients(Message.RecipientType.TO)[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static String part(MimeMessage mail, int index, String type) throws Exception {
        BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
        assertThat(part.getContentType().toLowerCase(java.util.Locale.ROOT))
                .startsWith(type)
                .contains("utf-8");
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}

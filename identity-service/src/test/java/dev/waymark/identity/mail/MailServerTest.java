package dev.waymark.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.waymark.identity.TestPostgres;
import java.net.URI;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailServerTest {
    private static final DataSource database = TestPostgres.migrated();

    @Test
    void theUsualPortsNeedNotBeSaid() {
        assertThat(MailServer.sender(URI.create("smtp://mail.example")).getPort())
                .isEqualTo(25);
        assertThat(MailServer.sender(URI.create("smtps://mail.example")).getPort())
                .isEqualTo(465);
        assertThat(MailServer.sender(URI.create("smtp://mail.example:587")).getPort())
                .isEqualTo(587);
    }

    @Test
    void aLoginMayHaveAnyCharacters() {
        JavaMailSenderImpl sender = MailServer.sender(URI.create("smtps://site%40example.org:p+%3A%2Fw@mail.example"));

        assertThat(sender.getUsername()).isEqualTo("site@example.org");
        assertThat(sender.getPassword()).isEqualTo("p+:/w");
    }

    @Test
    void aSlipInTheAddressDoesNotTurnEncryptionOff() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailServer.sender(URI.create("smtp://mail.example?startls=required")))
                .withMessageContaining("starttls=required");
    }

    @Test
    void whereEncryptionIsRequiredNothingIsSentWithoutIt() throws Exception {
        try (ScriptedMailServer plain = new ScriptedMailServer(Map.of());
                PostOffice office = new PostOffice(
                                database, new MovableClock(), "smtp://127.0.0.1:" + plain.port() + "?starttls=required")
                        .open()) {
            office.sendCode("ada@example.org");

            await().until(() -> office.count("postponed") == 1);
            assertThat(plain.count("MAIL")).isZero();
            assertThat(plain.count("RCPT")).isZero();
        }
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForGetsNoPassword() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        try (PostOffice office = new PostOffice(
                        database,
                        new MovableClock(),
                        "smtps://site:secret@127.0.0.1:" + server.getSmtps().getPort())
                .open()) {
            office.sendCode("ada@example.org");

            // The server's own thread takes offence at a client that hangs up on it.
            await().dontCatchUncaughtExceptions().until(() -> office.count("postponed") == 1);
            assertThat(office.delivery.server()).isEqualTo(Delivery.Server.AWAY);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void theServiceLogsInWhereItMust() {
        GreenMail server = PostOffice.mailServer(0);
        server.getUserManager().setAuthRequired(true);
        server.setUser("site@example.org", "site", "p+:/w");
        server.setUser("ada@example.org", "ada", "x");
        int port = server.getSmtp().getPort();
        try (PostOffice right =
                new PostOffice(database, new MovableClock(), "smtp://site:p+%3A%2Fw@127.0.0.1:" + port).open()) {
            right.sendCode("ada@example.org");
            assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        } finally {
            server.stop();
        }
    }
}

package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Mails;
import dev.waymark.platform.pages.Language;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class MailHealthTest {
    @Test
    void aMailServerThatIsAwayIsToldAndKeepsNobodyOut() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.put("MAIL_URL", "smtp://127.0.0.1:" + server.getSmtp().getPort());
        try (ConfigurableApplicationContext identity = IdentityServer.start(settings)) {
            assertThat(mail(identity).at("/status").asString()).isEqualTo("UP");
            server.stop();

            send(identity);

            await().until(() -> mail(identity).at("/details/server").asString().equals("AWAY"));
            assertThat(mail(identity).at("/details/waiting").asInt()).isEqualTo(1);
            assertThat(Requests.get(IdentityServer.address(identity) + "/readyz")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Requests.get(IdentityServer.address(identity) + "/actuator/prometheus")
                            .body())
                    .contains("waymark_mail_queue 1.0")
                    .containsPattern("waymark_mail_total\\{kind=\"enabled\",outcome=\"postponed\"");
        }
    }

    @Test
    void aMailIsWrittenWithTheChangeThatItTellsOf() {
        try (ConfigurableApplicationContext identity =
                IdentityServer.start(IdentityServer.settings(IdentityServer.newSite()))) {
            Mails mails = identity.getBean(Mails.class);
            assertThatThrownBy(() -> mails.send(MailKind.ENABLED, "ada@example.org", Language.ENGLISH, Map.of()))
                    .isInstanceOf(IllegalTransactionStateException.class);
        }
    }

    private static void send(ConfigurableApplicationContext identity) {
        Mails mails = identity.getBean(Mails.class);
        identity.getBean(TransactionTemplate.class)
                .executeWithoutResult(_ -> mails.send(MailKind.ENABLED, "ada@example.org", Language.ENGLISH, Map.of()));
    }

    private static JsonNode mail(ConfigurableApplicationContext identity) {
        return Requests.json(Requests.get(IdentityServer.address(identity) + "/actuator/health"))
                .at("/components/mail");
    }
}

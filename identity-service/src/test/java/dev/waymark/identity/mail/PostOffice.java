package dev.waymark.identity.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.platform.pages.Language;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One copy of what sends mails, on a database and with a mail server. */
final class PostOffice implements AutoCloseable {
    static final String ORIGIN = "https://directory.example";
    private static final DerivedKeys keys = new DerivedKeys("a secret of these tests only");

    final JdbcClient sql;
    final TransactionTemplate transaction;
    final MailBell bell = new MailBell();
    final MailQueue queue;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Delivery delivery;
    final MailMessages messages;
    private final Mails mails;
    private final Postman postman;

    PostOffice(DataSource database, Clock clock, int port) {
        this(database, clock, "smtp://127.0.0.1:" + port);
    }

    PostOffice(DataSource database, Clock clock, String mailUrl) {
        sql = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        queue = new MailQueue(sql, keys);
        mails = new Mails(queue, bell, clock, ORIGIN);
        MailMetrics metrics = new MailMetrics(meters, queue, clock);
        var sender = MailServer.sender(URI.create(mailUrl));
        messages = new MailMessages(
                sender, new MailComposer(ORIGIN), "Das Verzeichnis <directory@directory.example>", ORIGIN);
        delivery = new Delivery(queue, messages, sender, metrics, clock);
        postman = new Postman(queue, delivery, metrics, bell, clock);
    }

    static GreenMail mailServer(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    PostOffice open() {
        postman.start();
        return this;
    }

    void send(MailKind kind, String to, Language language, Map<String, String> values) {
        transaction.executeWithoutResult(_ -> mails.send(kind, to, language, values));
    }

    void sendCode(String to) {
        send(MailKind.LOGIN_CODE, to, Language.ENGLISH, Map.of("code", "WDJBMJHT"));
    }

    long waiting() {
        return sql.sql("select count(*) from mail").query(Long.class).single();
    }

    double count(String outcome) {
        return meters.find("waymark.mail").tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        postman.stop();
    }
}

package dev.waymark.identity.mail;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The mail server of MAIL_URL: {@code smtp://} with STARTTLS (RFC 3207) where it is offered, and with {@code ?starttls=required} not
 * without; {@code smtps://} with TLS from the start (RFC 8314).
 */
@Configuration(proxyBeanMethods = false)
class MailServer {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    /** For each of the about ten replies, so that a mail is settled well within {@link MailQueue#LEASE}. */
    private static final Duration TO_READ = Duration.ofSeconds(10);

    private static final Duration TO_WRITE = Duration.ofSeconds(10);

    @Bean
    JavaMailSender mailSender(@Value("${MAIL_URL}") String url) {
        return sender(URI.create(url.strip()));
    }

    static JavaMailSenderImpl sender(URI url) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        String protocol = url.getScheme();
        sender.setProtocol(protocol);
        sender.setHost(url.getHost());
        sender.setPort(url.getPort() > 0 ? url.getPort() : protocol.equals("smtps") ? 465 : 25);
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        String login = url.getRawUserInfo();
        if (login != null) {
            String[] parts = login.split(":", 2);
            sender.setUsername(decoded(parts[0]));
            sender.setPassword(parts.length == 2 ? decoded(parts[1]) : "");
        }
        sender.setJavaMailProperties(properties(protocol, login != null, isStarttlsRequired(url.getQuery())));
        return sender;
    }

    private static Properties properties(String protocol, boolean login, boolean starttlsRequired) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "connectiontimeout", String.valueOf(TO_CONNECT.toMillis()));
        properties.setProperty(prefix + "timeout", String.valueOf(TO_READ.toMillis()));
        properties.setProperty(prefix + "writetimeout", String.valueOf(TO_WRITE.toMillis()));
        properties.setProperty(prefix + "auth", String.valueOf(login));
        properties.setProperty(prefix + "quitwait", "false");
        // Addresses of all scripts, where the server takes them (RFC 6531).
        properties.setProperty("mail.mime.allowutf8", "true");
        if (protocol.equals("smtp")) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", String.valueOf(starttlsRequired));
        }
        boolean opportunistic = protocol.equals("smtp") && !starttlsRequired && !login;
        properties.setProperty(prefix + "ssl.checkserveridentity", String.valueOf(!opportunistic));
        if (opportunistic) {
            // RFC 7435: where no encryption at all would do, a certificate that nobody vouches for is better than that.
            properties.setProperty(prefix + "ssl.trust", "*");
        }
        return properties;
    }

    private static boolean isStarttlsRequired(@Nullable String query) {
        if (query != null && !query.equals("starttls=required")) {
            // A slip in it must not send in clear what was to be encrypted.
            throw new IllegalArgumentException("after the question mark MAIL_URL has starttls=required, or nothing");
        }
        return query != null;
    }

    private static String decoded(String part) {
        // Unlike in forms, a plus sign is one (RFC 3986).
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

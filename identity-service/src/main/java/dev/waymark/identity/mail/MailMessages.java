package dev.waymark.identity.mail;

import dev.waymark.identity.accounts.EmailAddress;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Writes mails as they travel: text and HTML, which say the same (RFC 2046, section 5.1.4). */
@Component
class MailMessages {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Pattern NAMED = Pattern.compile("(.+) <(.+)>");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final JavaMailSender sender;
    private final MailComposer composer;
    private final InternetAddress from;
    private final String origin;
    private final String domain;

    MailMessages(
            JavaMailSender sender,
            MailComposer composer,
            @Value("${MAIL_FROM}") String from,
            @Value("${PUBLIC_ORIGIN}") String origin) {
        this.sender = sender;
        this.composer = composer;
        this.from = mailbox(from.strip());
        this.origin = origin;
        this.domain = URI.create(origin).getHost();
    }

    /** The same mail each time that it is tried, its Message-ID and its date included: a duplicate can be seen to be one. */
    MimeMessage message(QueuedMail mail, Letter letter) {
        MailContent content = composer.compose(mail.kind(), letter);
        try {
            MimeMessage message = sender.createMimeMessage();
            message.setFrom(from);
            message.setRecipient(Message.RecipientType.TO, recipient(letter.to()));
            message.setSubject(content.subject(), UTF_8);
            message.setSentDate(Date.from(mail.createdAt()));
            message.setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
            // RFC 3834, section 5: nobody's holiday is to answer.
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("X-Auto-Response-Suppress", "All");
            message.setHeader("Content-Language", letter.language().tag());
            message.setContent(alternatives(content, letter));
            return message;
        } catch (MessagingException e) {
            // Its message may hold the address.
            throw new IllegalStateException(
                    "a mail could not be written: " + e.getClass().getSimpleName());
        }
    }

    private MimeMultipart alternatives(MailContent content, Letter letter) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(content.toText(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(content, letter), UTF_8, "html");
        return new MimeMultipart("alternative", text, html);
    }

    private String html(MailContent content, Letter letter) {
        StringOutput out = new StringOutput(4096);
        engine.render(
                "mail.jte",
                Map.of("content", content, "language", letter.language().tag(), "origin", origin),
                out);
        return out.toString();
    }

    /** The domain in ASCII, which every mail server can look up (RFC 5890). */
    private static InternetAddress recipient(String address) throws MessagingException {
        EmailAddress checked = EmailAddress.of(address)
                .orElseThrow(() -> new MessagingException("what was queued as an address is none"));
        String text = checked.text();
        int at = text.lastIndexOf('@');
        return new InternetAddress(text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1)), true);
    }

    private static InternetAddress mailbox(String setting) {
        Matcher named = NAMED.matcher(setting);
        try {
            return named.matches()
                    ? new InternetAddress(named.group(2), named.group(1).strip(), UTF_8)
                    : new InternetAddress(setting, true);
        } catch (UnsupportedEncodingException | MessagingException e) {
            throw new IllegalArgumentException("MAIL_FROM is no mailbox", e);
        }
    }
}

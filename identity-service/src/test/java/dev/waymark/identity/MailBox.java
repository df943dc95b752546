package dev.waymark.identity;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A mail server, and what came to it. */
public final class MailBox implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("\\b([B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4})\\b");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    public MailBox() {
        server.start();
    }

    public String url() {
        return "smtp://127.0.0.1:" + server.getSmtp().getPort();
    }

    /** Waits until so many mails have come to an address, and gives them, the oldest first, each with its headers. */
    public List<String> await(String address, int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(20))
                .until(() -> to(address).size() >= count);
        return to(address);
    }

    /** The code in the newest mail that has one, of so many to an address. */
    public String code(String address, int count) {
        List<String> mails = await(address, count);
        return mails.reversed().stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(code -> code.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no code in " + mails));
    }

    /** The codes that have come to an address by now, the oldest first. */
    public List<String> codes(String address) {
        return to(address).stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(code -> code.group(1))
                .toList();
    }

    /** What has come to an address by now. */
    public List<String> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> recipient(mail).equals(address))
                .map(mail -> GreenMailUtil.getHeaders(mail) + "\n\n" + text(mail))
                .toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return ((jakarta.mail.internet.InternetAddress) mail.getAllRecipients()[0]).getAddress();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** The part for people who read text. */
    private static String text(MimeMessage mail) {
        try {
            return mail.getContent() instanceof jakarta.mail.Multipart parts
                    ? String.valueOf(parts.getBodyPart(0).getContent())
                    : String.valueOf(mail.getContent());
        } catch (MessagingException | java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}

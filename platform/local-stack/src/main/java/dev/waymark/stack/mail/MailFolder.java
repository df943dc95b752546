package dev.waymark.stack.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Mails as files; the name of a file is the time of its arrival, so that names sort as mails came. */
final class MailFolder {
    private static final String ENDING = ".eml";
    private static final int SHOWN = 200;

    private final Path folder;
    private final AtomicLong newest = new AtomicLong();

    /**
     * @param id names it within the folder
     * @param text its plain text, or its HTML as text when it has no other
     * @param html its HTML; empty when it has none
     */
    record Mail(String id, Instant arrived, String from, String to, String subject, String text, String html) {}

    private MailFolder(Path folder) {
        this.folder = folder;
    }

    static MailFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new MailFolder(folder);
    }

    void keep(MimeMessage message) throws IOException, MessagingException {
        long time = newest.updateAndGet(before -> Math.max(before + 1, System.currentTimeMillis()));
        Path next = folder.resolve(time + ".next");
        try (OutputStream file = Files.newOutputStream(next)) {
            message.writeTo(file);
        }
        Files.move(next, folder.resolve(time + ENDING), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The newest first, at most two hundred. */
    List<Mail> newest() throws IOException {
        List<Mail> mails = new ArrayList<>();
        for (Path file : files()) {
            mails.add(read(file));
        }
        return mails;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.reverseOrder())
                    .limit(SHOWN)
                    .toList();
        }
    }

    /** @param id anything, as it comes from a link */
    Optional<Mail> find(String id) throws IOException {
        if (!id.matches("[0-9]{1,19}")) {
            return Optional.empty();
        }
        Path file = folder.resolve(id + ENDING);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static Mail read(Path file) throws IOException {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - ENDING.length());
        Instant arrived = Instant.ofEpochMilli(Long.parseLong(id));
        try (InputStream content = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), content);
            String subject = message.getSubject();
            return new Mail(
                    id,
                    arrived,
                    InternetAddress.toUnicodeString(message.getFrom()),
                    InternetAddress.toUnicodeString(message.getAllRecipients()),
                    subject == null ? "" : subject,
                    text(message),
                    html(message));
        } catch (MessagingException e) {
            return new Mail(id, arrived, "", "", "This mail cannot be read", String.valueOf(e.getMessage()), "");
        }
    }

    private static String html(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/html")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int index = 0; index < parts.getCount(); index++) {
                String found = html(parts.getBodyPart(index));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    private static String text(Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart parts) {
            String found = "";
            for (int index = 0; index < parts.getCount(); index++) {
                BodyPart body = parts.getBodyPart(index);
                String text = text(body);
                if (body.isMimeType("text/plain") && !text.isBlank()) {
                    return text;
                }
                found = found.isBlank() ? text : found;
            }
            return found;
        }
        return part.isMimeType("text/*") ? String.valueOf(content) : "";
    }
}

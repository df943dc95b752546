package dev.waymark.search.intake;

import dev.waymark.platform.command.Command;
import dev.waymark.search.readmodel.PendingPushes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Lists what could not be taken in, and what the search engine refused. */
@Component
class DeadLettersCommand implements Command {
    private static final int MOST_REFUSED = 1000;
    private static final int LONGEST_KEY = 64;

    private final DeadLetterReader reader;
    private final PendingPushes pending;

    DeadLettersCommand(DeadLetterReader reader, PendingPushes pending) {
        this.reader = reader;
        this.pending = pending;
    }

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String usage() {
        return "(lists the records that could not be taken in and the documents that the search engine refused)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        int[] count = new int[1];
        reader.read(false, letters -> {
            letters.forEach(letter -> out.println(line(letter)));
            count[0] += letters.size();
        });
        List<PendingPushes.Refused> refused = pending.refused(MOST_REFUSED);
        refused.forEach(document -> out.println("index " + document.id() + "  " + document.reason()));
        out.println((count[0] + refused.size()) + " dead letters");
        return 0;
    }

    private static String line(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, DeadLetters.FROM_TOPIC) + "-" + header(letter, DeadLetters.FROM_PARTITION) + "@"
                + header(letter, DeadLetters.FROM_OFFSET) + "  key " + key(letter) + "  "
                + Instant.ofEpochMilli(letter.timestamp()) + "  "
                + header(letter, DeadLetters.REASON);
    }

    /** Shortened, and without what a terminal would take as a command: a key may be anything here. */
    private static String key(ConsumerRecord<byte[], byte[]> letter) {
        if (letter.key() == null) {
            return "none";
        }
        String text = new String(letter.key(), StandardCharsets.UTF_8).replaceAll("\\P{Graph}", "?");
        return text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "…";
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return Objects.requireNonNullElse(RecordReader.header(letter, name), "?");
    }
}

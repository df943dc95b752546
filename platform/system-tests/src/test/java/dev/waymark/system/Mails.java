package dev.waymark.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** What came to the mail catcher. */
final class Mails {
    private static final Pattern CODE = Pattern.compile("\\b([B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4})\\b");

    private final Waymark waymark;

    Mails(Waymark waymark) {
        this.waymark = waymark;
    }

    /** The texts of the mails to an address, the oldest first. */
    List<String> to(String address) {
        List<String> texts = new ArrayList<>();
        JsonNode all = Waymark.json(waymark.get(waymark.stack().mailPage() + "/mails"));
        for (JsonNode mail : all) {
            if (mail.path("to").asString("").contains(address)) {
                texts.addFirst(mail.path("subject").asString("") + "\n"
                        + mail.path("text").asString(""));
            }
        }
        return texts;
    }

    List<String> await(String address, int count) {
        Awaitility.await(count + " mails to " + address)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> to(address).size() >= count);
        return to(address);
    }

    /** The code in the last of so many mails. */
    String code(String address, int count) {
        Matcher code = CODE.matcher(await(address, count).getLast());
        if (!code.find()) {
            throw new AssertionError("no code in " + to(address).getLast());
        }
        return code.group(1);
    }
}

package dev.waymark.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The codes in the mails that the local stack's mail catcher has. */
final class MailedCodes {
    /** The catcher shows its newest 200 mails: so many are waited for at a time that none is pushed out. */
    static final int AT_ONCE = 100;

    /** Eight consonants, as identity-service writes codes. */
    private static final Pattern CODE = Pattern.compile("\\b[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}\\b");

    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Http http;
    private final String mails;

    /** A code, and when its mail came. */
    record Mailed(String code, Instant arrived) {}

    /** @param page where the mail catcher shows its mails */
    MailedCodes(Http http, String page) {
        this.http = http;
        this.mails = page + "/mails";
    }

    /**
     * Waits until each address has got a code.
     *
     * @param since older mails do not count
     * @return codes by address
     * @throws BenchmarkException when one does not come within a minute
     */
    Map<String, Mailed> await(Collection<String> addresses, Instant since) throws InterruptedException {
        long end = System.nanoTime() + LATEST.toNanos();
        while (true) {
            Map<String, Mailed> found =
                    read(http.ask("GET", mails, null, Map.of()).json(), since);
            if (found.keySet().containsAll(addresses)) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new BenchmarkException("not all mails with codes came within a minute");
            }
            Thread.sleep(POLL);
        }
    }

    /** The newest code of each address. */
    static Map<String, Mailed> read(JsonNode mails, Instant since) {
        Map<String, Mailed> found = new HashMap<>();
        for (JsonNode mail : mails) {
            Instant arrived = Instant.parse(mail.path("arrived").asString(""));
            Matcher code = CODE.matcher(mail.path("text").asString(""));
            if (!arrived.isBefore(since) && code.find()) {
                found.merge(
                        mail.path("to").asString(""),
                        new Mailed(code.group(), arrived),
                        (one, other) -> one.arrived().isBefore(other.arrived()) ? other : one);
            }
        }
        return found;
    }
}

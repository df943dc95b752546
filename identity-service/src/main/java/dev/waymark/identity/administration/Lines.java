package dev.waymark.identity.administration;

import java.io.PrintStream;

/** What commands say, each on a line. */
final class Lines {
    private Lines() {}

    static String of(FoundAccount account) {
        return String.join(
                "  ",
                account.id().toString(),
                account.email(),
                account.enabled() ? "enabled" : "disabled",
                account.roles().isEmpty() ? "-" : String.join(",", account.roles()),
                account.displayName());
    }

    static String of(AuditEntry entry) {
        String who = entry.actorId() == null ? entry.actor() : entry.actor() + " " + entry.actorId();
        return String.join(
                "  ",
                entry.at().toString(),
                entry.type(),
                who,
                entry.address() == null ? "-" : entry.address(),
                entry.details().isEmpty() ? "" : entry.details().toString());
    }

    /** @return the exit code */
    static int said(Outcome outcome, PrintStream out) {
        return switch (outcome) {
            case DONE -> {
                out.println("done");
                yield 0;
            }
            case UNCHANGED -> {
                out.println("it was so already");
                yield 0;
            }
            case LAST_ADMINISTRATOR -> {
                System.err.println("This is the last administrator: make another one first.");
                yield 1;
            }
            case GONE, OWN_ACCOUNT, ADMINISTRATORS_ONLY -> {
                System.err.println("refused: " + outcome.title());
                yield 1;
            }
        };
    }
}

package dev.waymark.identity.keys;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** {@code keys list}, {@code keys rotate} and {@code keys reseal}. */
@Component
class KeysCommand implements Command {
    private final SigningKeys keys;
    private final Resealing resealing;

    KeysCommand(SigningKeys keys, Resealing resealing) {
        this.keys = keys;
        this.resealing = resealing;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String usage() {
        return "list | rotate [--at-once] (announces a new signing key, and the old one signs for 5 minutes more; at once, after a leak:"
                + " all old keys are gone, with every token that they signed) | reseal (seals everything in the database with"
                + " KEY_ENCRYPTION_SECRET that is still sealed with KEY_ENCRYPTION_SECRET_FORMER)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        return switch (String.join(" ", arguments)) {
            case "list" -> list(out);
            case "rotate" -> rotate(out);
            case "rotate --at-once" -> replace(out);
            case "reseal" -> reseal(out);
            default -> throw new IllegalArgumentException("keys needs to know what to do: list, rotate or reseal");
        };
    }

    private int list(PrintStream out) {
        keys.published().forEach(key -> out.println(key.stored().kid() + "  " + describe(key)));
        return 0;
    }

    private static String describe(SigningKey key) {
        return switch (key) {
            case SigningKey.Announced announced ->
                "announced, signs from " + shown(announced.stored().signsFrom());
            case SigningKey.Active active ->
                "active since " + shown(active.stored().signsFrom());
            case SigningKey.Retired retired ->
                "retired since " + shown(retired.since()) + ", published until "
                        + shown(retired.since().plus(KeyTimes.PUBLISHED_AFTER_SIGNING));
        };
    }

    private int replace(PrintStream out) {
        StoredKey key = keys.replaceAll();
        out.println(key.kid() + "  active since " + shown(key.signsFrom()));
        System.err.println(
                "Restart the services: until then they take tokens of the old key, for five minutes at the most.");
        return 0;
    }

    private int rotate(PrintStream out) {
        Optional<StoredKey> announced = keys.rotate();
        announced.ifPresentOrElse(
                key -> out.println(key.kid() + "  announced, signs from " + shown(key.signsFrom())),
                () -> System.err.println("A new key is announced already and does not sign yet: see 'keys list'."));
        return announced.isPresent() ? 0 : 1;
    }

    private int reseal(PrintStream out) {
        List<Resealing.Outcome> outcomes = resealing.run();
        outcomes.forEach(
                table -> out.println(table.table() + "  " + table.sealed() + " sealed, " + table.left() + " left"));
        int left = outcomes.stream().mapToInt(Resealing.Outcome::left).sum();
        System.err.println(
                left == 0
                        ? "Everything is sealed with KEY_ENCRYPTION_SECRET. When every copy of the service runs with it,"
                                + " KEY_ENCRYPTION_SECRET_FORMER can go."
                        : "A copy of the service still seals with the former secret: start it with the new one, and do this again.");
        return left == 0 ? 0 : 1;
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package dev.waymark.identity.keys;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** {@code keys list} and {@code keys rotate}. */
@Component
class KeysCommand implements Command {
    private final SigningKeys keys;

    KeysCommand(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String usage() {
        return "list | rotate (announces a new signing key; the old one signs for 5 minutes more)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        return switch (arguments.size() == 1 ? arguments.getFirst() : "") {
            case "list" -> list(out);
            case "rotate" -> rotate(out);
            default -> throw new IllegalArgumentException("keys needs one word: list or rotate");
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

    private int rotate(PrintStream out) {
        Optional<StoredKey> announced = keys.rotate();
        announced.ifPresentOrElse(
                key -> out.println(key.kid() + "  announced, signs from " + shown(key.signsFrom())),
                () -> System.err.println("A new key is announced already and does not sign yet: see 'keys list'."));
        return announced.isPresent() ? 0 : 1;
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package dev.waymark.identity.administration;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code audit export}: the audit log of all accounts, one JSON document a line. */
@Component
class AuditCommand implements Command {
    private final AuditLog log;

    AuditCommand(AuditLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String usage() {
        return "export [--since TIME] (one JSON document a line, the oldest first; TIME such as 2026-11-26T00:00:00Z)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("export")) {
            throw new IllegalArgumentException("audit needs to know what to do");
        }
        Options options = Options.of(arguments.subList(1, arguments.size()), Set.of("--since"), Set.of());
        if (!options.words().isEmpty()) {
            throw new IllegalArgumentException("audit export takes options only");
        }
        log.export(options.value("--since").map(AuditCommand::time).orElse(Instant.EPOCH), entry -> {
            out.print(AuditLog.toJson(entry));
            out.print('\n');
        });
        if (out.checkError()) {
            throw new IllegalStateException("the log could not be written in full");
        }
        return 0;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("this is no time such as 2026-11-26T00:00:00Z: " + text);
        }
    }
}

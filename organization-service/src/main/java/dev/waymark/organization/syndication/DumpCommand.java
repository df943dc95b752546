package dev.waymark.organization.syndication;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** {@code dump}: makes a dump at once. */
@Component
class DumpCommand implements Command {
    private final DumpMaker maker;

    DumpCommand(DumpMaker maker) {
        this.maker = maker;
    }

    @Override
    public String name() {
        return "dump";
    }

    @Override
    public String usage() {
        return "(makes the dump for download at /dumps anew; without it, that happens every night)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("dump takes no arguments");
        }
        Dump dump =
                maker.make().orElseThrow(() -> new IllegalStateException("another process is making a dump just now"));
        out.printf(
                Locale.ROOT,
                "%,d organisations, %,d bytes, SHA-256 %s%n",
                dump.documents(),
                dump.bytes(),
                dump.sha256());
        return 0;
    }
}

package dev.waymark.organization;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code export}: every organisation as NDJSON on standard output. */
@Component
class ExportCommand implements Command {
    private final OrganizationReader reader;

    ExportCommand(OrganizationReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String usage() {
        return "(writes every organisation to standard output, one JSON document a line)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        reader.export(document -> {
            out.print(document);
            out.print('\n');
        });
        return out.checkError() ? 1 : 0;
    }
}

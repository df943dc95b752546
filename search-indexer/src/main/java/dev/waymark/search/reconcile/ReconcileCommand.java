package dev.waymark.search.reconcile;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** Compares everything, repairs what differs, and says how much it was. */
@Component
class ReconcileCommand implements Command {
    private final Reconciler reconciler;

    ReconcileCommand(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public String usage() {
        return "(finds and repairs what differs between organisations, table and index; exit code 1 when something did)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        int table = reconciler.repairTable();
        out.println("table: " + table);
        int index = 0;
        if (reconciler.hasIndex()) {
            index = reconciler.repairIndex();
            out.println("index: " + index);
        } else {
            out.println("index: there is none at the moment");
        }
        int all = table + index;
        out.println(all + " differences");
        return all > 0 ? 1 : 0;
    }
}

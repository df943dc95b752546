package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.AccountRepublisher;
import dev.waymark.platform.command.Command;
import dev.waymark.platform.outbox.OutboxSlot;
import dev.waymark.platform.outbox.SlotRepair;
import dev.waymark.platform.outbox.WalPressure;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@code republish}: makes a lost slot anew, and appends the state of every account to the outbox again. */
@Component
class RepublishCommand implements Command {
    private static final int BATCH = 1000;

    private final SlotRepair repair;
    private final AccountRepublisher republisher;
    private final OutboxSlot slot;

    RepublishCommand(SlotRepair repair, AccountRepublisher republisher, OutboxSlot slot) {
        this.repair = repair;
        this.republisher = republisher;
        this.slot = slot;
    }

    @Override
    public String name() {
        return "republish";
    }

    @Override
    public String usage() {
        return "(replaces a lost replication slot, and sends the state of every account to its topic again)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("republish takes no arguments");
        }
        int again = repair.repairIfLost();
        if (again > 0) {
            System.err.printf(
                    Locale.ROOT, "the slot was made anew, and %,d records that it had not sent follow%n", again);
        }
        WalPressure pressure = new WalPressure(slot);
        long count = 0;
        Optional<AccountRepublisher.Batch> batch = republisher.republish(new UUID(0, 0), BATCH);
        while (batch.isPresent()) {
            count += batch.get().count();
            pressure.await(() -> {});
            batch = republisher.republish(batch.get().last(), BATCH);
        }
        out.printf(Locale.ROOT, "%,d states of accounts were appended to the outbox again%n", count);
        return 0;
    }
}

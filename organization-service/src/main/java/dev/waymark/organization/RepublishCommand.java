package dev.waymark.organization;

import dev.waymark.platform.command.Command;
import dev.waymark.platform.outbox.OutboxSlot;
import dev.waymark.platform.outbox.SlotRepair;
import dev.waymark.platform.outbox.WalPressure;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@code republish}: makes a lost slot anew, and appends every current state to the outbox again. */
@Component
class RepublishCommand implements Command {
    private static final int BATCH = 1000;

    private final SlotRepair repair;
    private final OrganizationPublisher publisher;
    private final WriteTransaction transaction;
    private final OutboxSlot slot;

    RepublishCommand(
            SlotRepair repair, OrganizationPublisher publisher, WriteTransaction transaction, OutboxSlot slot) {
        this.repair = repair;
        this.publisher = publisher;
        this.transaction = transaction;
        this.slot = slot;
    }

    @Override
    public String name() {
        return "republish";
    }

    @Override
    public String usage() {
        return "(replaces a lost replication slot, and sends every current state to its topic again)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        int again = repair.repairIfLost();
        if (again > 0) {
            System.err.printf("the slot was made anew, and %,d records that it had not sent follow%n", again);
        }
        WalPressure pressure = new WalPressure(slot);
        UUID last = new UUID(0, 0);
        long count = 0;
        while (true) {
            pressure.await(() -> {});
            UUID from = last;
            OrganizationPublisher.Republished page = transaction.execute(() -> publisher.republish(from, BATCH));
            if (page.count() == 0) {
                break;
            }
            last = page.last();
            count += page.count();
            System.err.printf("%,d states appended%n", count);
        }
        Publication.await(slot, System.err);
        out.printf(Locale.ROOT, "%,d states were published again%n", count);
        return 0;
    }
}

package dev.waymark.platform.outbox;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Says what is wrong without taking the service out of rotation: changes are kept, only their journey waits. */
class OutboxHealth extends AbstractHealthIndicator {
    private final OutboxSlot slot;
    private final ConnectorSupervisor supervisor;

    OutboxHealth(OutboxSlot slot, ConnectorSupervisor supervisor) {
        super("the state of the outbox could not be read");
        this.slot = slot;
        this.supervisor = supervisor;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        switch (slot.state()) {
            case OutboxSlot.State.Alive alive ->
                health.up()
                        .withDetail("connector", supervisor.connectorState())
                        .withDetail("waiting", alive.waiting())
                        .withDetail("heldBytes", alive.heldBytes());
            case OutboxSlot.State.New _ -> health.up().withDetail("connector", supervisor.connectorState());
            case OutboxSlot.State.Lost _ ->
                health.down().withDetail("slot", "lost").withDetail("repair", "run the command 'republish'");
        }
    }
}

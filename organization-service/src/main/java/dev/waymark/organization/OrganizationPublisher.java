package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import dev.waymark.events.OrganizationChanged;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.Topics;
import dev.waymark.platform.outbox.Outbox;
import dev.waymark.platform.outbox.OutboxRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Appends to the outbox what other services hear of organisations: their states, and the events that led to them. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class OrganizationPublisher {
    private static final int SCHEMA_VERSION = 1;
    private static final UUID NOBODY = new UUID(0, 0);

    private final DSLContext sql;
    private final Outbox outbox;

    OrganizationPublisher(DSLContext sql, Outbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** @param last the last of them in the order of ids; of no meaning when there was none */
    record Republished(int count, UUID last) {}

    void publish(List<Step> steps) {
        List<OutboxRecord> records = new ArrayList<>();
        for (Step step : steps) {
            OrganizationState after = step.after();
            addState(records, after.id(), after.version(), after.deleted(), step.document());
            records.add(event(step));
        }
        outbox.append(records);
    }

    /**
     * Appends current states to the outbox again, deletions included, each with the bytes that were published before.
     *
     * @param after only organisations with a greater id
     * @param most how many at the most
     */
    Republished republish(UUID after, int most) {
        return append(ORGANIZATION.ID.gt(after), most);
    }

    /** As {@link #republish(UUID, int)}, for the organisations named. */
    void republish(List<UUID> ids) {
        append(ORGANIZATION.ID.eq(DSL.any(ids.toArray(UUID[]::new))), Math.max(1, ids.size()));
    }

    private Republished append(Condition which, int most) {
        // Locked, so that no change slips in between and its newer state is overtaken by this one in the outbox.
        var rows = sql.select(ORGANIZATION.ID, ORGANIZATION.VERSION, ORGANIZATION.DOCUMENT, ORGANIZATION.DELETED)
                .from(ORGANIZATION)
                .where(which)
                .orderBy(ORGANIZATION.ID)
                .limit(most)
                .forShare()
                .fetch();
        List<OutboxRecord> records = new ArrayList<>();
        rows.forEach(row -> addState(records, row.value1(), row.value2(), row.value4(), row.value3()));
        outbox.append(records);
        return new Republished(
                rows.size(), rows.isEmpty() ? NOBODY : rows.getLast().value1());
    }

    /** A deletion is a last document that says so, then a tombstone. */
    private static void addState(List<OutboxRecord> records, UUID id, long version, boolean deleted, String document) {
        records.add(state(id, version, document));
        if (deleted) {
            records.add(state(id, version, null));
        }
    }

    private static OutboxRecord state(UUID id, long version, @Nullable String payload) {
        return new OutboxRecord(
                Topics.ORGANIZATION_STATE, id.toString(), Topics.ORGANIZATION_STATE, SCHEMA_VERSION, version, payload);
    }

    private static OutboxRecord event(Step step) {
        OrganizationState after = step.after();
        return new OutboxRecord(
                Topics.ORGANIZATION_EVENTS,
                after.id().toString(),
                eventType(step.change()),
                SCHEMA_VERSION,
                after.version(),
                Documents.write(new OrganizationChanged(
                        after.id(),
                        after.version(),
                        after.slug(),
                        after.name(),
                        step.change() instanceof Change.Replace replace
                                ? ChangedMembers.between(replace.before(), after)
                                : List.of(),
                        after.updatedAt())));
    }

    private static String eventType(Change change) {
        return switch (change) {
            case Change.Create _ -> "organization.created";
            case Change.Replace _ -> "organization.updated";
            case Change.Delete _ -> "organization.deleted";
        };
    }
}

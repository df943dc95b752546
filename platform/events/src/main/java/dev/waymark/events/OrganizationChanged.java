package dev.waymark.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Something that happened to an organisation; the record's type header says what: {@code organization.created},
 * {@code organization.updated}, {@code organization.deleted} .
 *
 * @param id the organisation
 * @param version its version after the change
 * @param changed the top-level members of {@link OrganizationState} that differ from the version before, sorted; empty when created
 *     or deleted
 * @param occurredAt when the change was committed, to the microsecond
 */
public record OrganizationChanged(
        UUID id, long version, String slug, String name, List<String> changed, Instant occurredAt) {}

package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A change with the state that it leads to, as it will be stored and published. */
record Step(Change change, OrganizationState after, String document, String contentHash) {

    private static final UUID NOBODY = new UUID(0, 0);

    static Step of(Change change, String slug, Instant now) {
        OrganizationState after = switch (change) {
            case Change.Create create -> state(create.id(), 1, slug, create.profile(), now, now);
            case Change.Replace(OrganizationState before, CheckedProfile profile) ->
                state(before.id(), before.version() + 1, slug, profile, before.createdAt(), now);
            case Change.Delete(OrganizationState before) -> deleted(before, now);
        };
        return new Step(change, after, Documents.write(after), contentHash(after));
    }

    private static OrganizationState state(
            UUID id, long version, String slug, CheckedProfile profile, Instant created, Instant updated) {
        return new OrganizationState(
                id,
                version,
                false,
                slug,
                profile.name(),
                profile.names(),
                profile.status(),
                profile.kinds(),
                profile.country(),
                profile.established(),
                profile.places(),
                profile.links(),
                profile.domains(),
                profile.identifiers(),
                profile.relationships(),
                created,
                updated);
    }

    /** What stays public of a deleted organisation: that it was here. */
    private static OrganizationState deleted(OrganizationState before, Instant now) {
        return new OrganizationState(
                before.id(),
                before.version() + 1,
                true,
                before.slug(),
                before.name(),
                List.of(),
                before.status(),
                before.kinds(),
                before.country(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                before.createdAt(),
                now);
    }

    /** SHA-256 of what is stated, without version, slug and times. */
    private static String contentHash(OrganizationState state) {
        return Documents.hash(Documents.write(Profile.of(state)));
    }

    /** The {@link #contentHash()} that storing this profile would lead to. */
    static String contentHash(CheckedProfile profile) {
        return contentHash(state(NOBODY, 1, "", profile, Instant.EPOCH, Instant.EPOCH));
    }

    /** A deleted organisation keeps its identifiers, so that an import does not bring it back as another one. */
    boolean changesIdentifiers() {
        return change instanceof Change.Replace replace
                && !replace.before().identifiers().equals(after.identifiers());
    }

    boolean changesSlug() {
        return !(change instanceof Change.Delete)
                && !(change instanceof Change.Replace replace
                        && replace.before().slug().equals(after.slug()));
    }
}

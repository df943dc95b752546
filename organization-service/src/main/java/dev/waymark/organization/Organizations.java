package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What can be done to an organisation; {@link WriteTransaction} is around it. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Organizations {
    private final ProfileRules rules;
    private final OrganizationReader reader;
    private final OrganizationStore store;

    Organizations(ProfileRules rules, OrganizationReader reader, OrganizationStore store) {
        this.rules = rules;
        this.reader = reader;
        this.store = store;
    }

    /** @throws Problem {@code invalid_organization} */
    OrganizationState create(Profile profile, String author) {
        CheckedProfile checked = checked(profile);
        return store(new Change.Create(store.newIds(1).getFirst(), checked), author);
    }

    /**
     * @param version the version that the change was made from
     * @throws Problem {@code invalid_organization}, {@code organization_not_found},
     *     {@code organization_deleted}, {@code version_mismatch}
     */
    OrganizationState replace(UUID id, long version, Profile profile, String author) {
        CheckedProfile checked = checked(profile);
        return store(new Change.Replace(current(id, version), checked), author);
    }

    /** @throws Problem {@code organization_not_found}, {@code organization_deleted}, {@code version_mismatch} */
    void delete(UUID id, long version, String author) {
        store(new Change.Delete(current(id, version)), author);
    }

    private OrganizationState store(Change change, String author) {
        return store.store(List.of(change), author).getFirst();
    }

    private CheckedProfile checked(Profile profile) {
        return switch (rules.check(profile)) {
            case ProfileRules.Verdict.Accepted accepted -> accepted.profile();
            case ProfileRules.Verdict.Refused refused ->
                throw new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "invalid_organization",
                        "Some fields need another value.",
                        refused.errors());
        };
    }

    private OrganizationState current(UUID id, long version) {
        OrganizationReader.Stored stored = reader.byId(id).orElseThrow(OrganizationProblems::notFound);
        if (stored.deleted()) {
            throw OrganizationProblems.deleted();
        }
        if (stored.version() != version) {
            throw OrganizationProblems.versionMismatch(stored.version());
        }
        return Documents.state(stored.document());
    }
}

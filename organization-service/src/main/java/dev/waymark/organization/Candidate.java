package dev.waymark.organization;

import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One record of an import, before it is known whether the directory has the organisation that it is about. */
sealed interface Candidate {
    /** Every identifier in it that names one organisation only. */
    List<Key> keys();

    /** Of what time its information is; null when it does not say so itself. */
    @Nullable
    Instant date();

    /** Whether it may be about an organisation that is here under no identifier of its own, as people's tables are. */
    boolean mayBeDuplicate();

    /** @param stored the organisation that it is about; null when the directory has none */
    ProfileRules.Verdict onto(@Nullable Stored stored);

    /**
     * Says everything about an organisation.
     *
     * @param keepsLocalKeys a registry's record does not speak of the keys that the directory's owner gave, so they stay
     */
    record Whole(CheckedProfile profile, @Nullable Instant date, boolean keepsLocalKeys) implements Candidate {
        private static final String LOCAL = "\"scheme\":\"" + ProfileRules.LOCAL + "\"";

        @Override
        public List<Key> keys() {
            return profile.exclusiveIdentifiers().map(Key::of).toList();
        }

        @Override
        public boolean mayBeDuplicate() {
            return false;
        }

        @Override
        public ProfileRules.Verdict onto(@Nullable Stored stored) {
            // Most documents have no such key, and need not be read for that.
            return new ProfileRules.Verdict.Accepted(
                    keepsLocalKeys && stored != null && stored.document().contains(LOCAL)
                            ? withLocalKeys(stored)
                            : profile);
        }

        private CheckedProfile withLocalKeys(Stored stored) {
            Stream<Identifier> kept = Documents.state(stored.document()).identifiers().stream()
                    .filter(identifier -> identifier.scheme().equals(ProfileRules.LOCAL));
            return profile.withIdentifiers(Stream.concat(profile.identifiers().stream(), kept)
                    .distinct()
                    .toList());
        }
    }

    /** A row of a table: says something about an organisation, and leaves the rest as it is. */
    record Row(CsvRow row, ProfileRules rules) implements Candidate {
        @Override
        public List<Key> keys() {
            return row.keys();
        }

        @Override
        public @Nullable Instant date() {
            return null;
        }

        @Override
        public boolean mayBeDuplicate() {
            return true;
        }

        @Override
        public ProfileRules.Verdict onto(@Nullable Stored stored) {
            return rules.check(row.onto(
                    stored == null || stored.deleted() ? null : Profile.of(Documents.state(stored.document()))));
        }
    }
}

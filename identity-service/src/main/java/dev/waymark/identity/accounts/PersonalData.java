package dev.waymark.identity.accounts;

import java.util.UUID;

/** A part of what is known of a person, for the export that he can ask for (GDPR, articles 15 and 20). One bean for each kind of data. */
public interface PersonalData {
    /** The name of the part in the export. */
    String name();

    /** @return what can be written as JSON: no secret, no hash of one */
    Object of(UUID account);
}

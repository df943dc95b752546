package dev.waymark.identity.factors.passkeys;

import java.util.UUID;

/**
 * What an answer is verified against.
 *
 * @param userHandle what authenticators know the account by
 * @param credential attested credential data (Web Authentication Level 3, section 6.5.1)
 */
record StoredPasskey(
        UUID id,
        UUID account,
        byte[] userHandle,
        byte[] credential,
        long signCount,
        boolean backupEligible,
        boolean backedUp) {}

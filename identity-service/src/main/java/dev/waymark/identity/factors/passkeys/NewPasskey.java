package dev.waymark.identity.factors.passkeys;

import java.util.List;

/**
 * A passkey that was just made, and verified.
 *
 * @param credentialId what its authenticator calls it
 * @param credential attested credential data (Web Authentication Level 3, section 6.5.1)
 */
public record NewPasskey(
        byte[] credentialId,
        byte[] credential,
        long signCount,
        boolean backupEligible,
        boolean backedUp,
        List<String> transports) {}

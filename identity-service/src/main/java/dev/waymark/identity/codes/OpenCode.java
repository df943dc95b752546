package dev.waymark.identity.codes;

import java.time.Instant;
import java.util.UUID;

/**
 * A code that can be typed.
 *
 * @param email where it went, as its owner writes it
 */
public record OpenCode(UUID id, String email, Instant expiresAt) {}

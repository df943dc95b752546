package dev.waymark.identity.hashing;

/**
 * What one hash costs.
 *
 * @param memoryKib memory in KiB
 * @param passes passes over that memory
 * @param lanes lanes that could be filled side by side; they are filled one after the other here
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
    /** The least that OWASP's Password Storage Cheat Sheet lets pass, with as many passes as that memory needs. */
    public static final Argon2Cost LEAST = new Argon2Cost(19 * 1024, 2, 1);

    public Argon2Cost {
        // RFC 9106, section 3.1
        if (lanes < 1 || passes < 1 || memoryKib < 8 * lanes) {
            throw new IllegalArgumentException("no cost that Argon2 knows");
        }
    }

    /** Whether something of this is less than there. */
    boolean isBelow(Argon2Cost other) {
        return memoryKib < other.memoryKib || passes < other.passes || lanes < other.lanes;
    }
}

package dev.waymark.identity.keys;

/** What became of something sealed when it was to be sealed with the present secret. */
sealed interface Resealed {
    Resealed PRESENT = new Present();
    Resealed UNREADABLE = new Unreadable();

    /** It is already. */
    record Present() implements Resealed {}

    /** It was sealed with the former one. @param sealed the same with the present one */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Anew(byte[] sealed) implements Resealed {}

    /** Neither secret opens it. */
    record Unreadable() implements Resealed {}
}

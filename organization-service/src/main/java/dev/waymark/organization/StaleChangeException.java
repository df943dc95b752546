package dev.waymark.organization;

/** Somebody else changed an organisation between the decision and the write: nothing was stored. */
class StaleChangeException extends RuntimeException {
    StaleChangeException() {
        super("an organisation changed meanwhile");
    }
}

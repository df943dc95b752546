package dev.waymark.stack.machine;

/** A part cannot be had on this machine, and the others do without it; the message says how to get it. */
public final class UnavailableException extends Exception {
    public UnavailableException(String message) {
        super(message);
    }
}

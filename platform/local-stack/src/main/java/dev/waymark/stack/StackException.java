package dev.waymark.stack;

/** Something that stands in the way of the stack; the message tells a person what it is and, where possible, what to do. */
public final class StackException extends RuntimeException {
    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}

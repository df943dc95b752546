package dev.waymark.search.intake;

/** A dead letter could not be written: its record must not be passed over. */
final class DeadLetterException extends RuntimeException {
    DeadLetterException(Throwable cause) {
        super("a dead letter could not be written: " + cause.getMessage(), cause);
    }
}

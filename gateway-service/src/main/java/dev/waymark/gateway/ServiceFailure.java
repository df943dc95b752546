package dev.waymark.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;

/** A service could not be reached, or did not answer as it should. */
final class ServiceFailure extends RuntimeException {
    private final String kind;
    private final boolean timeout;

    /** @param kind what happened, for the log: no address and nothing of the request */
    ServiceFailure(String kind) {
        super(kind, null, false, false);
        this.kind = kind;
        this.timeout = false;
    }

    ServiceFailure(IOException cause) {
        // Without a stack trace: there may be thousands in a minute, all alike.
        super(cause.getClass().getSimpleName(), cause, false, false);
        this.kind = cause.getClass().getSimpleName();
        this.timeout = cause instanceof InterruptedIOException;
    }

    String kind() {
        return kind;
    }

    /** Whether the service took the connection or the request, and then too long. */
    boolean timeout() {
        return timeout;
    }
}

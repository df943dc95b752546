package dev.waymark.identity.clients;

/** Too many secrets are being checked at this moment; the same request may be sent again after a second. */
public class BusyException extends RuntimeException {
    BusyException() {
        super("too many secrets are being checked");
    }
}

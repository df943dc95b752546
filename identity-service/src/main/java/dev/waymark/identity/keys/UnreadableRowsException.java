package dev.waymark.identity.keys;

import java.util.List;

/** Rows were sealed with neither of the secrets that the service was given. */
class UnreadableRowsException extends RuntimeException {
    /**
     * @param some names of rows, not necessarily all
     * @param count of all of them
     * @param hasFormer whether there is a former secret at all
     */
    UnreadableRowsException(List<String> some, int count, boolean hasFormer) {
        super("Nothing was sealed: " + (count == 1 ? "1 row opens" : count + " rows open")
                + (hasFormer
                        ? " with neither KEY_ENCRYPTION_SECRET nor KEY_ENCRYPTION_SECRET_FORMER"
                        : " not with KEY_ENCRYPTION_SECRET, and KEY_ENCRYPTION_SECRET_FORMER is not set")
                + ": " + String.join(", ", some) + (count > some.size() ? ", …" : "")
                + ". Where these are all there is, the former secret is wrong. Where they are few, they were left by a secret before"
                + " it and are worth nothing: delete them and start again.");
    }
}

package dev.waymark.search.meilisearch;

/** The engine did not answer in time, or answered that it cannot: the same request may succeed later. */
public final class MeilisearchUnavailableException extends RuntimeException {
    public MeilisearchUnavailableException(String message) {
        super(message);
    }

    public MeilisearchUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.waymark.search.meilisearch;

/** The engine refused a request or a task because of what it says: sending it again will not help. */
public final class MeilisearchRefusedException extends RuntimeException {
    private final String code;

    /** @param code the engine's stable code, such as {@code index_not_found} */
    public MeilisearchRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether an index or a task is gone that was there before: its data were deleted. */
    public boolean isLoss() {
        return code.equals("index_not_found") || code.equals("task_not_found");
    }
}

package dev.waymark.identity;

/** Something that time alone makes due, such as removing what has expired. Run every five minutes in every copy of the service. */
public interface Chore {
    /** Safe beside the same chore in another copy. */
    void run();
}

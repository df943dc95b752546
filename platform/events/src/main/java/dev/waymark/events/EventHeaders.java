package dev.waymark.events;

/** The headers of every record on a topic; each value is UTF-8 text. */
public final class EventHeaders {
    /** UUID of the event: the same in every redelivery. */
    public static final String ID = "id";
    /** What the record says, such as {@code organization.state} or {@code organization.created}. */
    public static final String TYPE = "type";
    /** Major version of the payload's schema, a decimal number. */
    public static final String SCHEMA_VERSION = "schema_version";
    /** Version of the aggregate after the change, a decimal number; tombstones have it too. */
    public static final String AGGREGATE_VERSION = "aggregate_version";
    /** W3C Trace Context {@code traceparent} of the change; without a value when it was not traced. */
    public static final String TRACEPARENT = "traceparent";

    private EventHeaders() {}
}

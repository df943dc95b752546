package dev.waymark.search.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Spans of batches: a batch whose records come from one trace continues it, one of several begins its own; both link to the spans that
 * made their records.
 */
@Component
public class BatchSpans {
    /** W3C Trace Context, section 3.2.2, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private static final int MOST_LINKS = 100;

    private final Tracer tracer;

    BatchSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.waymark.search");
    }

    /** Work that may be interrupted. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Runs the work in a span.
     *
     * @param traceparents of the records; null where a record was not traced
     * @param size how many records
     */
    public void run(String name, SpanKind kind, Collection<@Nullable String> traceparents, int size, Work work)
            throws InterruptedException {
        List<SpanContext> sources = traceparents.stream()
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_LINKS)
                .flatMap(traceparent -> context(traceparent).stream())
                .toList();
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setAttribute("messaging.batch.size", size);
        sources.forEach(builder::addLink);
        if (sources.stream().map(SpanContext::getTraceId).distinct().count() == 1) {
            builder.setParent(Context.root().with(Span.wrap(sources.getFirst())));
        } else {
            builder.setNoParent();
        }
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            work.run();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    private static Optional<SpanContext> context(@Nullable String traceparent) {
        Matcher matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SpanContext context = SpanContext.createFromRemoteParent(
                matcher.group(1), matcher.group(2), TraceFlags.fromHex(matcher.group(3), 0), TraceState.getDefault());
        return context.isValid() ? Optional.of(context) : Optional.empty();
    }
}

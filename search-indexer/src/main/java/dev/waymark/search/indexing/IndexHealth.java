package dev.waymark.search.indexing;

import dev.waymark.platform.command.ConditionalOnServing;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.readmodel.PendingPushes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Says what is wrong with the search engine without taking the service out of rotation: the limited search goes on. */
@Component("searchIndex")
@ConditionalOnServing
class IndexHealth extends AbstractHealthIndicator {
    private final Meilisearch engine;
    private final IndexStates states;
    private final PendingPushes pending;
    private final boolean configured;

    IndexHealth(
            Meilisearch engine,
            IndexStates states,
            PendingPushes pending,
            MeterRegistry registry,
            @Value("${SEARCH_URL}") String address) {
        super("the state of the index could not be read");
        this.engine = engine;
        this.states = states;
        this.pending = pending;
        this.configured = !address.isBlank();
        Gauge.builder("waymark.lag", pending, IndexHealth::waiting)
                .tag("stage", "push")
                .description("documents that the search engine does not have yet; NaN when the database is away")
                .register(registry);
    }

    private static double waiting(PendingPushes pending) {
        try {
            return pending.count();
        } catch (DataAccessException _) {
            return Double.NaN;
        }
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        if (!configured) {
            health.withDetail("engine", "not configured");
            return;
        }
        IndexState state = states.read();
        health.withDetail("engine", engine.isHealthy() ? "available" : "away")
                .withDetail("index", state.isLive() ? "in place" : "missing")
                .withDetail("settings", state.liveSettings())
                .withDetail("waiting", pending.count());
        if (state.isBuilding()) {
            health.withDetail("building", state.number());
        }
    }
}

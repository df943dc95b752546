package dev.waymark.search.query;

import dev.waymark.platform.command.ConditionalOnServing;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Before the service counts as ready, so that the first visitor is not answered by the limited search. */
@Component
@ConditionalOnServing
class FirstSearch implements ApplicationRunner {
    private final EngineSearch engine;

    FirstSearch(EngineSearch engine) {
        this.engine = engine;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        engine.warmUp();
    }
}

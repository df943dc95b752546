package dev.waymark.identity;

import dev.waymark.platform.command.ConditionalOnServing;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Does every few minutes what time alone has made due. */
@Component
@ConditionalOnServing
@EnableScheduling
class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final List<Chore> chores;

    Housekeeping(List<Chore> chores) {
        this.chores = chores;
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT1M")
    void doChores() {
        for (Chore chore : chores) {
            try {
                chore.run();
            } catch (RuntimeException e) {
                // The others are done all the same, and this one again in five minutes.
                log.warn("{} failed", chore.getClass().getSimpleName(), e);
            }
        }
    }
}

package dev.waymark.organization.syndication;

import dev.waymark.platform.command.ConditionalOnServing;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What is done without being asked for. */
@Component
@ConditionalOnServing
class SyndicationSchedule {
    private final ChangeGenerations generations;
    private final DumpMaker dumps;

    SyndicationSchedule(ChangeGenerations generations, DumpMaker dumps) {
        this.generations = generations;
        this.dumps = dumps;
    }

    /** A database that was restored is noticed before the first follower asks. */
    @Scheduled(initialDelayString = "PT1S")
    void lookAtTheDatabase() {
        generations.current();
    }

    @Scheduled(initialDelayString = "${waymark.dump.first-after:PT20S}")
    void makeTheFirstDump() {
        dumps.makeIfDue();
    }

    /** Every hour and not only at {@link DumpMaker#NIGHT}: a night on which it could not be made is made up for. */
    @Scheduled(cron = "${waymark.dump.check:0 30 * * * *}", zone = "UTC")
    void makeTheDumpOfTheNight() {
        dumps.makeIfDue();
    }
}

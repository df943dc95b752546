package dev.waymark.organization;

import dev.waymark.platform.command.ConditionalOnServing;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes what nobody asks for any more. */
@Component
@ConditionalOnServing
@EnableScheduling
class Housekeeping {
    private final IdempotentRequests requests;

    Housekeeping(IdempotentRequests requests) {
        this.requests = requests;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void forgetOldAnswers() {
        requests.forgetOld();
    }
}

package dev.waymark.identity.factors;

import dev.waymark.identity.Chore;
import dev.waymark.identity.factors.passkeys.Challenges;
import org.springframework.stereotype.Component;

@Component
class FactorChores implements Chore {
    private final TrustedBrowsers browsers;
    private final Challenges challenges;

    FactorChores(TrustedBrowsers browsers, Challenges challenges) {
        this.browsers = browsers;
        this.challenges = challenges;
    }

    @Override
    public void run() {
        browsers.removeEnded();
        challenges.removeEnded();
    }
}

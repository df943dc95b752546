package dev.waymark.identity.grants;

import dev.waymark.identity.Chore;
import org.springframework.stereotype.Component;

@Component
class GrantChores implements Chore {
    private final Grants grants;

    GrantChores(Grants grants) {
        this.grants = grants;
    }

    @Override
    public void run() {
        grants.removeEnded();
    }
}

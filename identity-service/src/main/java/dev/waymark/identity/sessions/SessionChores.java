package dev.waymark.identity.sessions;

import dev.waymark.identity.Chore;
import org.springframework.stereotype.Component;

@Component
class SessionChores implements Chore {
    private final LoginSessions sessions;

    SessionChores(LoginSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void run() {
        sessions.removeEnded();
    }
}

package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.PersonalData;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

@Component
class SessionData implements PersonalData {
    private final LoginSessions sessions;

    SessionData(LoginSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Object of(UUID account) {
        return sessions.all(account).stream()
                .map(session -> Map.of(
                        "startedAt", session.startedAt().toString(),
                        "lastSeenAt", session.lastSeenAt().toString(),
                        "address", session.address(),
                        "device", session.userAgent()))
                .toList();
    }
}

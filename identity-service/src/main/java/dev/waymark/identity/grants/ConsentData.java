package dev.waymark.identity.grants;

import dev.waymark.identity.accounts.PersonalData;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an account lets others know, for its owner. */
@Component
class ConsentData implements PersonalData {
    private final Consents consents;

    ConsentData(Consents consents) {
        this.consents = consents;
    }

    @Override
    public String name() {
        return "consents";
    }

    @Override
    public Object of(UUID account) {
        return consents.of(account).stream()
                .map(consent -> Map.of(
                        "client", consent.name(),
                        "scopes", new TreeSet<>(consent.scopes()),
                        "givenAt", consent.givenAt().toString()))
                .toList();
    }
}

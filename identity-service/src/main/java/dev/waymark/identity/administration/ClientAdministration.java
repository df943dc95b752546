package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.clients.ClientDraft;
import dev.waymark.identity.clients.ManagedClients;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do to clients. It is in the audit log, in the trail of the account of who did it: clients have none. */
@Component
class ClientAdministration {
    private final ManagedClients clients;
    private final AccountTrail trail;

    ClientAdministration(ManagedClients clients, AccountTrail trail) {
        this.clients = clients;
        this.trail = trail;
    }

    /** @return empty when the name is taken */
    @Transactional
    Optional<ManagedClients.Made> create(ClientDraft draft, By by) {
        Optional<ManagedClients.Made> made = clients.create(draft);
        made.ifPresent(client -> record(by, client.name(), "create"));
        return made;
    }

    /** @return false when nothing has changed */
    @Transactional
    boolean setEnabled(String name, boolean enabled, By by) {
        boolean changed = clients.setEnabled(name, enabled);
        if (changed) {
            record(by, name, enabled ? "enable" : "disable");
        }
        return changed;
    }

    /** @return false when it is gone already */
    @Transactional
    boolean delete(String name, By by) {
        boolean deleted = clients.delete(name);
        if (deleted) {
            record(by, name, "delete");
        }
        return deleted;
    }

    /** @return the new secret; empty when somebody was faster, or it has none */
    @Transactional
    Optional<String> rotateSecret(String name, String seen, boolean atOnce, By by) {
        Optional<String> secret = clients.rotateSecret(name, seen, atOnce);
        secret.ifPresent(_ -> record(by, name, atOnce ? "rotate_secret_at_once" : "rotate_secret"));
        return secret;
    }

    private void record(By by, String name, String action) {
        trail.record(
                Objects.requireNonNull(by.staff(), "commands have no account").id(),
                AccountEvent.CLIENT_MANAGED,
                by.actor(),
                Map.of("client", name, "action", action));
    }
}

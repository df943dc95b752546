package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Clients;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Compares a secret with those that a client has: two for a while after a rotation, carried as one text with a space between. */
final class StoredSecrets implements PasswordEncoder {
    private final Clients clients;

    StoredSecrets(Clients clients) {
        this.clients = clients;
    }

    static String joined(Collection<String> stored) {
        return String.join(" ", new TreeSet<>(stored));
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String joined) {
        return secret != null && joined != null && clients.isSecret(secret.toString(), List.of(joined.split(" ", -1)));
    }

    @Override
    public String encode(@Nullable CharSequence secret) {
        throw new UnsupportedOperationException("secrets are stored where clients are made");
    }
}

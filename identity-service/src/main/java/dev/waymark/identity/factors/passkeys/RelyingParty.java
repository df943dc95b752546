package dev.waymark.identity.factors.passkeys;

import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.net.URI;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The site, as authenticators know it: passkeys are for its host name. */
@Component
class RelyingParty {
    static final String NAME = "Waymark";

    private final Origin origin;
    private final String id;

    RelyingParty(@Value("${PUBLIC_ORIGIN}") String origin) {
        this.origin = Origin.create(origin);
        this.id = Objects.requireNonNull(URI.create(origin).getHost(), "PUBLIC_ORIGIN has a host");
    }

    String id() {
        return id;
    }

    ServerProperty expecting(byte[] challenge) {
        return ServerProperty.builder()
                .origin(origin)
                .rpId(id)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }
}

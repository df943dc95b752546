package dev.waymark.identity.factors;

import dev.waymark.identity.browser.Visitor;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Passkeys: Web Authentication Level 3, always with user verification. */
@Component
public class Passkeys {
    /**
     * What a browser needs to ask for a passkey. The challenge is for this browser, for once and for five minutes.
     *
     * @param account whose passkeys may be used; null for any, which the authenticator offers
     * @return {@code PublicKeyCredentialRequestOptionsJSON}
     */
    public String requestOptions(Visitor visitor, @Nullable UUID account) {
        return "{}";
    }

    /**
     * @param response {@code AuthenticationResponseJSON}, as the browser sent it
     * @param account whose passkey it must be; null for anybody's
     * @return whose passkey it is; empty when it is none that we know, or the response is not right
     */
    public Optional<UUID> verify(Visitor visitor, String response, @Nullable UUID account) {
        return Optional.empty();
    }
}

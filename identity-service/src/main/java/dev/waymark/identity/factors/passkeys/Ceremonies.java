package dev.waymark.identity.factors.passkeys;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.passkeys.Challenges.Ceremony;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Verifies what authenticators answer (Web Authentication Level 3, sections 7.1 and 7.2): the user is always verified. No attestation is
 * asked for, because no kind of authenticator is refused.
 */
@Component
public class Ceremonies {
    /** A genuine answer has two or three thousand. */
    private static final int MOST_CHARACTERS = 32_768;

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(converter);
    private final RelyingParty party;
    private final Challenges challenges;
    private final PasskeyStore store;

    Ceremonies(RelyingParty party, Challenges challenges, PasskeyStore store) {
        this.party = party;
        this.challenges = challenges;
        this.store = store;
    }

    /**
     * Looks at a passkey that was made for an account.
     *
     * @param response {@code RegistrationResponseJSON}, as the browser sent it
     * @return empty when it is not what was asked for
     */
    public Optional<NewPasskey> made(Visitor visitor, UUID account, String response) {
        if (response.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            RegistrationData data = parsed(webAuthn::parseRegistrationResponseJSON, response);
            byte[] challenge = challenge(data.getCollectedClientData());
            if (!challenges.take(challenge, visitor, Ceremony.CREATE, account)) {
                return Optional.empty();
            }
            webAuthn.verify(
                    data, new RegistrationParameters(party.expecting(challenge), Options.ALGORITHMS, true, true));
            return Optional.of(newPasskey(data));
        } catch (WebAuthnException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Looks at the answer of a passkey.
     *
     * @param response {@code AuthenticationResponseJSON}, as the browser sent it
     * @param account whose passkey it must be; null for anybody's, who then is told by the answer
     */
    public Assertion used(Visitor visitor, @Nullable UUID account, String response) {
        if (response.length() > MOST_CHARACTERS) {
            return new Assertion.Wrong();
        }
        try {
            AuthenticationData data = parsed(webAuthn::parseAuthenticationResponseJSON, response);
            byte[] challenge = challenge(data.getCollectedClientData());
            if (!challenges.take(challenge, visitor, Ceremony.GET, null)) {
                return new Assertion.Wrong();
            }
            return store.byCredentialId(data.getCredentialId())
                    .filter(passkey -> belongs(passkey, account, data.getUserHandle()))
                    .map(passkey -> verify(data, challenge, passkey))
                    .orElseGet(Assertion.Wrong::new);
        } catch (WebAuthnException | JacksonException | IllegalArgumentException _) {
            return new Assertion.Wrong();
        }
    }

    /** Section 7.2, step 6: where nobody said who he is, the authenticator must. */
    private static boolean belongs(StoredPasskey passkey, @Nullable UUID account, byte @Nullable [] userHandle) {
        boolean asked = account == null ? userHandle != null : passkey.account().equals(account);
        return asked && (userHandle == null || MessageDigest.isEqual(passkey.userHandle(), userHandle));
    }

    private Assertion verify(AuthenticationData data, byte[] challenge, StoredPasskey passkey) {
        try {
            webAuthn.verify(
                    data, new AuthenticationParameters(party.expecting(challenge), record(passkey), null, true, true));
            var authenticator = data.getAuthenticatorData();
            return new Assertion.Right(
                    passkey.id(), passkey.account(), authenticator.getSignCount(), authenticator.isFlagBS());
        } catch (MaliciousCounterValueException _) {
            return new Assertion.Copied(passkey.id(), passkey.account());
        }
    }

    private CredentialRecordImpl record(StoredPasskey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.backupEligible(),
                passkey.backedUp(),
                passkey.signCount(),
                credentials.convert(passkey.credential()),
                null,
                null,
                null,
                Set.of());
    }

    private NewPasskey newPasskey(RegistrationData data) {
        var authenticator = data.getAttestationObject().getAuthenticatorData();
        var credential = authenticator.getAttestedCredentialData();
        Set<AuthenticatorTransport> transports = data.getTransports() == null ? Set.of() : data.getTransports();
        return new NewPasskey(
                credential.getCredentialId(),
                credentials.convert(credential),
                authenticator.getSignCount(),
                authenticator.isFlagBE(),
                authenticator.isFlagBS(),
                List.copyOf(transports).stream()
                        .map(AuthenticatorTransport::getValue)
                        .filter(transport -> transport.matches("[a-z-]{1,20}"))
                        .sorted()
                        .limit(10)
                        .toList());
    }

    /** The library takes members that must be there for granted, and stumbles where they are not. */
    private static <T> T parsed(Function<String, T> parser, String response) {
        try {
            return parser.apply(response);
        } catch (NullPointerException e) {
            throw new IllegalArgumentException("members are missing", e);
        }
    }

    /** @throws IllegalArgumentException when the response has none, as {@code null} has not */
    private static byte[] challenge(@Nullable CollectedClientData client) {
        if (client == null) {
            throw new IllegalArgumentException("no client data");
        }
        return client.getChallenge().getValue();
    }
}

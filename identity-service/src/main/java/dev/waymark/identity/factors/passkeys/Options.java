package dev.waymark.identity.factors.passkeys;

import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.passkeys.Challenges.Ceremony;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What browsers are asked for, as Web Authentication Level 3, section 5.1, writes it in JSON. */
@Component
public class Options {
    /** Ed25519, ES256 and RS256: together, every authenticator has one of them. */
    static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            algorithm(COSEAlgorithmIdentifier.EdDSA),
            algorithm(COSEAlgorithmIdentifier.ES256),
            algorithm(COSEAlgorithmIdentifier.RS256));

    /** Section 5.4.3: random, so that nobody learns anything from it. */
    private static final int HANDLE_BYTES = 64;

    private static final JsonMapper json = JsonMapper.builder().build();

    private final SecureRandom random = new SecureRandom();
    private final RelyingParty party;
    private final Challenges challenges;
    private final PasskeyStore store;

    Options(RelyingParty party, Challenges challenges, PasskeyStore store) {
        this.party = party;
        this.challenges = challenges;
        this.store = store;
    }

    /**
     * For {@code navigator.credentials.create}.
     *
     * @param address what its owner tells accounts apart by
     * @param name what to call its owner
     * @return {@code PublicKeyCredentialCreationOptionsJSON}
     */
    public String create(Visitor visitor, UUID account, String address, String name) {
        return json.writeValueAsString(Map.of(
                "rp", Map.of("id", party.id(), "name", RelyingParty.NAME),
                "user", Map.of("id", userHandle(account), "name", address, "displayName", name),
                "challenge", base64(challenges.give(visitor, Ceremony.CREATE, account)),
                "pubKeyCredParams",
                        ALGORITHMS.stream()
                                .map(algorithm -> Map.of(
                                        "type",
                                        "public-key",
                                        "alg",
                                        algorithm.getAlg().getValue()))
                                .toList(),
                "timeout", Challenges.LIFE.toMillis(),
                "excludeCredentials", descriptors(account),
                "authenticatorSelection",
                        Map.of(
                                "residentKey", "required",
                                "requireResidentKey", true,
                                "userVerification", "required"),
                "attestation", "none",
                "extensions", Map.of("credProps", true)));
    }

    /**
     * For {@code navigator.credentials.get}.
     *
     * @param account whose passkeys may be used; null for any, which the authenticator offers
     * @return {@code PublicKeyCredentialRequestOptionsJSON}
     */
    public String get(Visitor visitor, @Nullable UUID account) {
        return json.writeValueAsString(Map.of(
                "challenge", base64(challenges.give(visitor, Ceremony.GET, null)),
                "timeout", Challenges.LIFE.toMillis(),
                "rpId", party.id(),
                "allowCredentials", account == null ? List.of() : descriptors(account),
                "userVerification", "required"));
    }

    /**
     * For {@code PublicKeyCredential.signalAllAcceptedCredentials}: so that password managers forget passkeys that were removed here.
     *
     * @return {@code AllAcceptedCredentialsOptions} in JSON; empty when the account never made a passkey
     */
    public Optional<String> accepted(UUID account) {
        return store.userHandle(account)
                .map(handle -> json.writeValueAsString(Map.of(
                        "rpId", party.id(),
                        "userId", base64(handle),
                        "allAcceptedCredentialIds",
                                store.descriptors(account).stream()
                                        .map(passkey -> base64(passkey.credentialId()))
                                        .toList())));
    }

    private List<Map<String, Object>> descriptors(UUID account) {
        return store.descriptors(account).stream()
                .map(passkey -> Map.<String, Object>of(
                        "type", "public-key", "id", base64(passkey.credentialId()), "transports", passkey.transports()))
                .toList();
    }

    private String userHandle(UUID account) {
        byte[] fresh = new byte[HANDLE_BYTES];
        random.nextBytes(fresh);
        store.ensureUserHandle(account, fresh);
        return base64(store.userHandle(account).orElseThrow());
    }

    private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier algorithm) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package dev.waymark.identity.factors;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * An authenticator with one passkey, and the browser around it: makes and uses it with a real key, as Web Authentication Level 3
 * describes it. What it answers can be bent, to see whether that is noticed.
 */
final class SoftAuthenticator {
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int ATTESTED = 0x40;

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final CBORMapper cbor = CBORMapper.builder().build();

    private final KeyPair keys;
    private final byte[] credentialId = new byte[32];
    private byte @Nullable [] userHandle;
    String origin;
    String rpId = "localhost";
    boolean verifiesUser = true;
    boolean synced;
    long count;

    SoftAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(credentialId);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code navigator.credentials.create(options).toJSON()} */
    String create(String options) {
        JsonNode asked = json.readTree(options);
        userHandle = decode(asked.at("/user/id").asString());
        byte[] clientData =
                clientData("webauthn.create", asked.path("challenge").asString());
        byte[] authenticatorData = concat(
                header(ATTESTED),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
                credentialId,
                coseKey());
        Map<String, Object> attestation = new LinkedHashMap<>();
        attestation.put("fmt", "none");
        attestation.put("attStmt", Map.of());
        attestation.put("authData", authenticatorData);
        return credential(Map.of(
                "clientDataJSON", encode(clientData),
                "attestationObject", encode(cbor.writeValueAsBytes(attestation)),
                "transports", List.of("internal", "hybrid")));
    }

    /** {@code navigator.credentials.get(options).toJSON()} */
    String get(String options) {
        JsonNode asked = json.readTree(options);
        byte[] clientData = clientData("webauthn.get", asked.path("challenge").asString());
        byte[] authenticatorData = header(0);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", encode(clientData));
        response.put("authenticatorData", encode(authenticatorData));
        response.put("signature", encode(sign(concat(authenticatorData, sha256(clientData)))));
        if (userHandle != null) {
            response.put("userHandle", encode(userHandle));
        }
        return credential(response);
    }

    /** Says that it belongs to somebody else. */
    void pretendToBeFor(SoftAuthenticator other) {
        userHandle = other.userHandle;
    }

    String id() {
        return encode(credentialId);
    }

    private String credential(Map<String, Object> response) {
        return json.writeValueAsString(Map.of(
                "id",
                encode(credentialId),
                "rawId",
                encode(credentialId),
                "type",
                "public-key",
                "authenticatorAttachment",
                "platform",
                "clientExtensionResults",
                Map.of(),
                "response",
                response));
    }

    private byte[] clientData(String type, String challenge) {
        return json.writeValueAsBytes(
                Map.of("type", type, "challenge", challenge, "origin", origin, "crossOrigin", false));
    }

    private byte[] header(int more) {
        int flags =
                USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0) | (synced ? BACKUP_ELIGIBLE | BACKED_UP : 0) | more;
        return concat(
                sha256(rpId.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) flags},
                ByteBuffer.allocate(4).putInt((int) count).array());
    }

    /** RFC 9053, section 7.1.1, of an ES256 key. */
    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        out.writeBytes(unsigned(key.getW().getAffineX()));
        out.writeBytes(new byte[] {0x22, 0x58, 0x20});
        out.writeBytes(unsigned(key.getW().getAffineY()));
        return out.toByteArray();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] sized = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, sized, 32 - length, length);
        return sized;
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}

package dev.waymark.bench;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application that people sign in to, registered at identity-service. */
record OAuthClient(String name, String secret) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern LINE = Pattern.compile("^client_secret=(\\S+)$", Pattern.MULTILINE);

    /** Registers a new one; takes seconds. */
    static OAuthClient create(Stack stack, String redirectUri) {
        String name = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        CommandResult result = stack.run(Part.IDENTITY, "client", "create", name, "--redirect-uri", redirectUri);
        if (result.exit() != 0) {
            throw new BenchmarkException("the client could not be made: " + result.errors());
        }
        return of(name, result.output());
    }

    /** @param output what the command printed that made it */
    static OAuthClient of(String name, String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new BenchmarkException("the command printed no secret");
        }
        return new OAuthClient(name, line.group(1));
    }

    /** RFC 6749, section 2.3.1; neither name nor secret has a character that would have to be escaped. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7636, section 4.1: 32 random bytes in base64url. */
    static String verifier() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** RFC 7636, section 4.2. */
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "OAuthClient[" + name + "]";
    }
}

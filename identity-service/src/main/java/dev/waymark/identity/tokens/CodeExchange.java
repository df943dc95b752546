package dev.waymark.identity.tokens;

import dev.waymark.identity.grants.AuthorizationCodes;
import dev.waymark.identity.grants.CodeRedemption;
import dev.waymark.identity.grants.GrantedAccess;
import dev.waymark.identity.grants.Grants;
import dev.waymark.identity.grants.Successor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;

/**
 * Tokens for a code. They are signed before the code is redeemed, so that a code is not lost when they cannot be; who does not win it
 * throws them away.
 */
final class CodeExchange implements AuthenticationProvider {
    /** RFC 7636, section 4.1. */
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /** RFC 6749, appendix A.6 and A.11, has none in either. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final AuthorizationCodes codes;
    private final Grants grants;
    private final PersonTokens tokens;

    CodeExchange(AuthorizationCodes codes, Grants grants, PersonTokens tokens) {
        this.codes = codes;
        this.grants = grants;
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2AuthorizationCodeAuthenticationToken asked = (OAuth2AuthorizationCodeAuthenticationToken) request;
        AskingClient client = AskingClient.of(asked).using(AuthorizationGrantType.AUTHORIZATION_CODE);
        CodeRedemption redemption = redemption(asked, client);
        return TokenErrors.whileDatabaseAnswers(() -> exchange(redemption, client));
    }

    private Authentication exchange(CodeRedemption redemption, AskingClient client) {
        GrantedAccess access = codes.find(redemption).orElseThrow(() -> refused(redemption));
        Successor successor = Successor.make();
        PersonTokens.Pair pair = tokens.make(access, client.name(), access.scopes(), successor.accessId());
        if (!codes.redeem(redemption, successor)) {
            throw refused(redemption);
        }
        return TokenAnswer.of(client, pair, successor);
    }

    private OAuth2AuthenticationException refused(CodeRedemption redemption) {
        grants.codeCameAgain(redemption.code(), redemption.client());
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }

    private static CodeRedemption redemption(OAuth2AuthorizationCodeAuthenticationToken asked, AskingClient client) {
        String redirectUri = asked.getRedirectUri();
        if (redirectUri == null
                || CONTROL.matcher(redirectUri).find()
                || CONTROL.matcher(asked.getCode()).find()
                || !(asked.getAdditionalParameters().get("code_verifier") instanceof String verifier)
                || !VERIFIER.matcher(verifier).matches()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return new CodeRedemption(asked.getCode(), client.id(), redirectUri, challenge(verifier));
    }

    /** RFC 7636, section 4.6. */
    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2AuthorizationCodeAuthenticationToken.class.isAssignableFrom(authentication);
    }
}

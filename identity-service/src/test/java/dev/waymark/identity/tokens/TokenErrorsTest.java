package dev.waymark.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtEncodingException;

class TokenErrorsTest {
    private static final DataAccessException AWAY =
            new DataAccessResourceFailureException("no connection", new SQLException("refused", "08001"));
    private static final DataAccessException REFUSED =
            new DataIntegrityViolationException("no text", new SQLException("invalid byte sequence", "22021"));

    @Test
    void whatADatabaseThatIsAwayCannotDecideMayBeAskedAgain() {
        assertThatExceptionOfType(OAuth2AuthenticationException.class)
                .isThrownBy(() -> TokenErrors.whileDatabaseAnswers(() -> {
                    throw AWAY;
                }))
                .satisfies(TokenErrorsTest::isTemporary);
        assertThatExceptionOfType(OAuth2AuthenticationException.class)
                .isThrownBy(() -> TokenErrors.whileKeysCanBeRead(() -> {
                    throw new JwtEncodingException("no keys", AWAY);
                }))
                .satisfies(TokenErrorsTest::isTemporary);
    }

    @Test
    void nobodyIsToldToRepeatWhatTheDatabaseRefuses() {
        assertThatThrownBy(() -> TokenErrors.whileDatabaseAnswers(() -> {
                    throw REFUSED;
                }))
                .isSameAs(REFUSED);
        JwtEncodingException unreadable = new JwtEncodingException("no keys", REFUSED);
        assertThatThrownBy(() -> TokenErrors.whileKeysCanBeRead(() -> {
                    throw unreadable;
                }))
                .isSameAs(unreadable);
    }

    private static void isTemporary(OAuth2AuthenticationException refusal) {
        assertThat(refusal.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
    }
}

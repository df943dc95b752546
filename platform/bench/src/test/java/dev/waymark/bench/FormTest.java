package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {
    private static final String PAGE = """
            <form class="form" method="post" action="/login">
              <input type="hidden" name="_csrf" value="6a0b">
              <input type="hidden" name="continue" value="/oauth2/authorize?a=1&amp;b=&#34;2&#34;">
              <input id="email" type="email" name="email" value="ada@people.example" required>
              <button type="submit" formaction="/login/code/send" formnovalidate>Mail me a code</button>
            </form>
            <form class="form" method="post" action="/login/passkey" hidden data-passkey="get">
              <input type="hidden" name="_csrf" value="6a0b">
              <input type="hidden" name="credential">
            </form>
            """;

    @Test
    void sendsBackWhatTheFormHoldsHiddenAndNothingThatIsTyped() {
        assertThat(Form.hidden(PAGE, "/login"))
                .isEqualTo(Map.of("_csrf", "6a0b", "continue", "/oauth2/authorize?a=1&b=\"2\""));
    }

    @Test
    void takesTheFormThatIsMeantAndAFieldWithoutAValueAsEmpty() {
        assertThat(Form.hidden(PAGE, "/login/passkey")).isEqualTo(Map.of("_csrf", "6a0b", "credential", ""));
    }

    @Test
    void saysWhichFormIsMissing() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> Form.hidden(PAGE, "/sign-up"))
                .withMessageContaining("/sign-up");
    }

    @Test
    void readsFromAnAddressWhatWasWrittenIntoOne() {
        Map<String, String> fields = Map.of("code", "a+b/c=", "state", "ä & more", "empty", "");

        assertThat(Form.query("http://localhost:9/callback?" + Form.encoded(fields)))
                .isEqualTo(fields);
    }

    @Test
    void anAddressWithoutAQueryHasNothingInIt() {
        assertThat(Form.query("http://localhost:9/callback")).isEmpty();
    }
}

package dev.waymark.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.platform.pages.Language;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    private static final TreeSet<String> COMMON = new TreeSet<>(java.util.Set.of(
            "greeting",
            "greeting.name",
            "fact.when",
            "fact.device",
            "fact.address",
            "factor.totp",
            "factor.passkey",
            "factor.recovery_code",
            "footer.site",
            "footer.automatic"));

    @ParameterizedTest
    @EnumSource
    void everyKindHasEveryTextAndNoOther(Language language) {
        TreeSet<String> expected = new TreeSet<>(COMMON);
        for (MailKind kind : MailKind.values()) {
            Stream.of("subject", "heading", "text", "why", "not-you")
                    .forEach(part -> expected.add(kind.title() + "." + part));
            if (kind.button() != null) {
                expected.add(kind.title() + ".button");
            }
        }
        assertThat(Words.in(language).keys()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyTextCanBeFilledAndNothingOfItIsLost(Language language) {
        Words words = Words.in(language);
        for (String key : words.keys()) {
            assertThat(words.get(key, 7L))
                    .as(key)
                    .isNotBlank()
                    // A brace or a doubled apostrophe would be a slip in the pattern.
                    .doesNotContain("{", "}", "''")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void numbersOfWhatIsLeftAreSentences() {
        Words english = Words.in(Language.ENGLISH);
        Words german = Words.in(Language.GERMAN);

        assertThat(english.get("recovery_code_used.text", 0L)).contains("None is left");
        assertThat(english.get("recovery_code_used.text", 1L)).contains("One is left");
        assertThat(english.get("recovery_code_used.text", 4L)).contains("4 are left");
        assertThat(german.get("recovery_code_used.text", 1L)).contains("noch einer übrig");
    }
}

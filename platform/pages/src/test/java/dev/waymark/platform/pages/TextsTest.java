package dev.waymark.platform.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    private final Texts english = Texts.in(Language.ENGLISH);
    private final Texts german = Texts.in(Language.GERMAN);

    @Test
    void numbersDatesAndNamesAreWrittenAsIsUsualInTheLanguage() {
        Instant instant = Instant.parse("2026-11-25T23:59:00Z");

        assertThat(english.number(51370)).isEqualTo("51,370");
        assertThat(german.number(51370)).isEqualTo("51.370");
        assertThat(english.day(instant)).isEqualTo("25 November 2026");
        assertThat(german.day(instant)).isEqualTo("25. November 2026");
        assertThat(english.country("DE")).isEqualTo("Germany");
        assertThat(german.country("DE")).isEqualTo("Deutschland");
        assertThat(german.languageName("ja")).isEqualTo("Japanisch");
    }

    @Test
    void whatHasNoNameIsShownAsItIs() {
        assertThat(german.kind("observatory")).isEqualTo("Observatory");
        assertThat(german.kind("education")).isEqualTo("Bildung");
        assertThat(german.country("XZ")).isEqualTo("XZ");
    }

    @Test
    void aMissingTextIsAMistakeOfOurs() {
        assertThatThrownBy(() -> english.get("no.such.text")).hasMessageContaining("no.such.text");
    }

    @ParameterizedTest
    @CsvSource({
        "/, ENGLISH, /",
        "/de, GERMAN, /",
        "/de/, GERMAN, /",
        "/de/search, GERMAN, /search",
        "/default, ENGLISH, /default",
        "/organizations/de, ENGLISH, /organizations/de"
    })
    void thePathSaysTheLanguage(String path, Language language, String rest) {
        assertThat(Language.of(path)).isEqualTo(language);
        assertThat(language.without(path)).isEqualTo(rest);
    }

    @Test
    void aLanguageIsKnownByItsTag() {
        for (Language language : Language.values()) {
            assertThat(Language.tagged(language.tag())).contains(language);
        }
        assertThat(Language.tagged("fr")).isEmpty();
        assertThat(Language.tagged("EN")).isEmpty();
        assertThat(Language.tagged(null)).isEmpty();
    }
}

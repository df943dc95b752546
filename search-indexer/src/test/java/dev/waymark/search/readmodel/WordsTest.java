package dev.waymark.search.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAreLettersAndNumbersWithoutMarksInLowerCase() {
        assertThat(Words.of("Universität Zürich")).containsExactly("universitat", "zurich");
        assertThat(Words.of("Straße, Łódź & Sønderborg")).containsExactly("strasse", "lodz", "sonderborg");
        assertThat(Words.of("AT&T (U.S.) №5 Ⅻ")).containsExactly("at", "t", "u", "s", "no5", "xii");
        assertThat(Words.of("東京大学 医学部")).containsExactly("東京大学", "医学部");
        assertThat(Words.of(" --- ")).isEqualTo(List.of());
        assertThat(Words.of("𝒜cademy 𐐀x")).containsExactly("academy", "𐐨x");
    }
}

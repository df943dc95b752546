package dev.waymark.search.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Universität  Zürich      | universitat zurich
            "Ismail Qemali"          | ismail qemali
            U.S. Space-Weather       | u s space weather
            한국식품연구원             | 한국식품연구원
            """)
    void whatIsComparedIsTheWordsAlone(String name, String spelling) {
        assertThat(Spellings.of(name)).isEqualTo(spelling);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kansai photon science institute", "umr 7373", "浙江万里学院", "lero ab", "aaaaaaa"})
    void aNameIsFoundWhateverOneErrorIsMadeInIt(String name) {
        var keys = Spellings.keys(List.of(name));

        assertThat(withOneError(name))
                .allSatisfy(typed -> assertThat(Spellings.keysOfTyped(typed)).containsAnyElementsOf(keys));
    }

    @Test
    void aNameThatIsMuchLongerIsNotFoundByItsBeginning() {
        assertThat(Collections.disjoint(
                        Spellings.keys(List.of("kansai photon science institute of advanced research")),
                        Spellings.keysOfTyped("kansai photon science institute")))
                .isTrue();
    }

    @Test
    void whatIsShortIsNotLookedFor() {
        assertThat(Spellings.keysOfTyped("lero")).isEmpty();
        assertThat(Spellings.keysOfTyped("")).isEmpty();
        assertThat(Spellings.keys(List.of("", "eth"))).isEmpty();
    }

    private static List<String> withOneError(String name) {
        List<String> all = new ArrayList<>(List.of(name));
        for (int at = 0; at <= name.length(); at++) {
            String before = name.substring(0, at);
            all.add(before + "x" + name.substring(at));
            if (at < name.length()) {
                all.add(before + name.substring(at + 1));
                all.add(before + "x" + name.substring(at + 1));
            }
            if (at + 1 < name.length()) {
                all.add(before + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2));
            }
        }
        return all;
    }
}

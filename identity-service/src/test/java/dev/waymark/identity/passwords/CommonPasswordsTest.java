package dev.waymark.identity.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommonPasswordsTest {
    @TempDir
    Path folder;

    private Path list(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    @Test
    void theTableHasLongPasswordsAndWhatOthersAreMadeOf() throws IOException {
        CommonPasswordsWriter writer = new CommonPasswordsWriter();
        writer.addPasswords(list(
                "passwords",
                List.of("dragon1", "Manchester-United", "123456", "42abc42", "12345678901234", "Open, sesame!")));
        writer.addWords(list("words", List.of("Wetter", "und", "Cafe\u0301")));
        CommonPasswords common = new CommonPasswords(writer.table());

        assertThat(List.of(
                        "dragon",
                        "manchester-united",
                        "12345678901234",
                        "opensesame",
                        "open, sesame!",
                        "open, sesame",
                        "wetter",
                        "caf\u00e9"))
                .allMatch(common::include);
        assertThat(List.of("", "dragon1", "123456", "abc", "und", "Wetter")).noneMatch(common::include);
        assertThat(common.size()).isEqualTo(8);
    }

    @Test
    void theSameListsMakeTheSameTableInAnyOrder() throws IOException {
        Path one = list(
                "one",
                IntStream.range(0, 500).mapToObj(i -> "password number " + i).toList());
        Path two = list(
                "two",
                IntStream.range(250, 750).mapToObj(i -> "password number " + i).toList());
        CommonPasswordsWriter forwards = new CommonPasswordsWriter();
        forwards.addPasswords(one);
        forwards.addPasswords(two);
        CommonPasswordsWriter backwards = new CommonPasswordsWriter();
        backwards.addPasswords(two);
        backwards.addPasswords(one);

        assertThat(forwards.table()).isEqualTo(backwards.table());
        CommonPasswords common = new CommonPasswords(forwards.table());
        assertThat(IntStream.range(0, 750).mapToObj(i -> "password number " + i))
                .allMatch(common::include);
        assertThat(IntStream.range(750, 2000).mapToObj(i -> "password number " + i))
                .noneMatch(common::include);
    }

    @Test
    void theTableOfTheServiceTakesNoOtherTextForACommonPassword() {
        CommonPasswords common = CommonPasswords.ofTheService();

        assertThat(common.size()).isGreaterThan(200_000);
        assertThat(List.of("password", "manchesterunited", "q1w2e3r4t5y6", "schmetterling"))
                .allMatch(common::include);
        assertThat(IntStream.range(0, 200_000).mapToObj(i -> "nobody has this " + i))
                .noneMatch(common::include);
    }

    @Test
    void aTableThatIsCutOffIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CommonPasswords(new byte[7]));
        assertThat(new CommonPasswords(new byte[0]).include("password")).isFalse();
    }
}

package dev.waymark.stack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LauncherTest {
    @TempDir
    Path state;

    @Test
    void anUnknownCommandIsNamedAndTheUsageShown() throws Exception {
        Answer answer = launch("fly");

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.text()).startsWith("There is no command 'fly'.\nUsage: ./dev COMMAND");
    }

    @Test
    void aFlagThatACommandDoesNotHaveIsAMistake() throws Exception {
        Answer answer = launch("status", "--xml");

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.text()).startsWith("It takes --json at the most, and not '--xml'.");
    }

    @Test
    void withoutAStackAKindSentenceSaysHowToStartOne() throws Exception {
        Answer answer = launch("status");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.text().strip()).isEqualTo("The stack is not up. Start it with: ./dev up -d");
    }

    @Test
    void withoutATerminalAResetDeletesNothingUnlessToldTo() throws Exception {
        Path kept =
                Files.writeString(Files.createDirectories(state.resolve("data")).resolve("kept"), "yes");

        assertThat(launch("reset").exit()).isEqualTo(1);
        assertThat(kept).exists();

        assertThat(launch("reset", "--yes").exit()).isZero();
        assertThat(kept).doesNotExist();
    }

    @Test
    void statusTellsOfEachPartInJson() throws Exception {
        try (Stack stack = Stack.start(state, Set.of(Part.REDIS))) {
            JsonNode status = JsonMapper.builder()
                    .build()
                    .readTree(launch("status", "--json").text());

            assertThat(status.path("url").asString("")).isEqualTo(stack.url()).matches("http://localhost:[0-9]+");
            assertThat(status.path("parts").findValuesAsString("name")).hasSize(Part.values().length);
            JsonNode redis = status.path("parts")
                    .valueStream()
                    .filter(part -> part.path("name").asString("").equals("redis"))
                    .findFirst()
                    .orElseThrow();
            assertThat(redis.path("state").asString("")).isEqualTo("up");
            assertThat(redis.path("pid").asLong(0))
                    .isEqualTo(stack.status(Part.REDIS).pid());
            assertThat(redis.path("rssBytes").asLong(0)).isGreaterThan(1_000_000);
            assertThat(redis.path("version").asString("")).startsWith("6.2");
            assertThat(redis.path("lag").isNull()).isTrue();
        }
    }

    @Test
    void logsShowsWhatAPartWroteAndKnowsWhichPartsThereAre() throws Exception {
        Files.writeString(Files.createDirectories(state.resolve("logs")).resolve("kafka.log"), "a line\n");

        assertThat(launch("logs", "kafka").text()).isEqualTo("a line\n");
        assertThat(launch("logs", "kafkaesque").text()).contains("organization-service");
    }

    private record Answer(int exit, String text) {}

    private Answer launch(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Programs.java(
                "64m",
                List.of(
                        "-Dwaymark.root=" + Stack.root(),
                        "-Dwaymark.state=" + state,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName())));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Answer(process.waitFor(), text);
    }
}

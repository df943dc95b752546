package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartRunnerTest {
    @TempDir
    Path folder;

    private final Board board = new Board(List.of(PartStatus.initial(Part.REDIS, State.WAITING, 0)), _ -> {});

    @Test
    void pausesGrowFromNoneToAQuarterOfAMinute() {
        assertThat(PartRunner.pause(1)).isZero();
        assertThat(PartRunner.pause(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(PartRunner.pause(3)).isEqualTo(Duration.ofMillis(400));
        assertThat(PartRunner.pause(60)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aProgramThatEndsAtOnceIsDownWithItsCodeAndTriedAgain() throws InterruptedException {
        PartRunner runner = runner(() -> Recipe.of(List.of("sh", "-c", "exit 7"), Map.of(), folder, () -> false));
        runner.begin();

        await().until(() -> board.of(Part.REDIS).failures() >= 3);

        assertThat(board.of(Part.REDIS).message()).contains("ended with code 7");
        assertThat(board.of(Part.REDIS).starts()).isGreaterThanOrEqualTo(3);
        runner.close();
        assertThat(board.of(Part.REDIS).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aPartThatCannotBeHadIsUnavailableUntilItIsWantedAnew() throws InterruptedException {
        boolean[] there = {false};
        PartRunner runner = runner(() -> {
            if (!there[0]) {
                throw new UnavailableException("not to be had");
            }
            return Recipe.of(List.of("sleep", "600"), Map.of(), folder, () -> true);
        });
        runner.begin();
        await().until(() -> board.of(Part.REDIS).state() == State.UNAVAILABLE);
        assertThat(board.of(Part.REDIS).message()).isEqualTo("not to be had");

        there[0] = true;
        runner.want();
        await().until(() -> board.of(Part.REDIS).state() == State.UP);
        runner.close();
    }

    @Test
    void aKilledProgramIsStartedAgainAndAHeldOneIsNot() throws InterruptedException {
        PartRunner runner = runner(() -> Recipe.of(List.of("sleep", "600"), Map.of(), folder, () -> true));
        runner.begin();
        await().until(() -> board.of(Part.REDIS).state() == State.UP);
        long first = board.of(Part.REDIS).pid();

        runner.kill();

        await().until(() ->
                board.of(Part.REDIS).state() == State.UP && board.of(Part.REDIS).pid() != first);
        long second = board.of(Part.REDIS).pid();
        runner.hold();
        assertThat(List.of(first, second)).noneMatch(OwnProcess::isAlive);
        runner.close();
    }

    private PartRunner runner(PartRunner.RecipeSource recipes) {
        StackFolder place = new StackFolder(folder, folder.resolve(".local"));
        PartStarter starter = new PartStarter(Part.REDIS, place, List.of());
        return new PartRunner(Part.REDIS, board, recipes, starter, new StartTurn(new Semaphore(1), Part.REDIS), true);
    }
}

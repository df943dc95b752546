package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.cli.Down;
import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor finds when the one before it was killed. */
class TakeoverTest {
    @TempDir
    Path folder;

    @Test
    void theNextSupervisorGoesOnWithTheProcessesOfOneThatWasKilled() throws Exception {
        Process killed = supervisorThatIsKilled();
        PartStatus redis = awaitUp(Part.REDIS);
        PartStatus postgres = awaitUp(Part.POSTGRES);
        killed.destroyForcibly().waitFor();

        try (Stack stack = Stack.start(folder, Set.of(Part.REDIS, Part.POSTGRES))) {
            assertThat(stack.status(Part.REDIS).pid()).isEqualTo(redis.pid());
            assertThat(stack.status(Part.POSTGRES).pid()).isEqualTo(postgres.pid());
            assertThat(stack.status(Part.REDIS).port()).isEqualTo(redis.port());

            stack.kill(Part.REDIS);
            stack.awaitReady();
        }
        assertThat(OwnProcess.isAlive(postgres.pid())).isFalse();
        assertThat(Ports.isFree(redis.port())).isTrue();
    }

    @Test
    void whatTheNextSupervisorDoesNotWantIsEnded() throws Exception {
        Process killed = supervisorThatIsKilled();
        PartStatus redis = awaitUp(Part.REDIS);
        PartStatus postgres = awaitUp(Part.POSTGRES);
        killed.destroyForcibly().waitFor();

        try (Stack stack = Stack.start(folder, Set.of(Part.POSTGRES))) {
            await().until(() -> !OwnProcess.isAlive(redis.pid()));
            assertThat(stack.status(Part.POSTGRES).pid()).isEqualTo(postgres.pid());
        }
    }

    @Test
    void downEndsWhatAKilledSupervisorLeft() throws Exception {
        Process killed = supervisorThatIsKilled();
        PartStatus redis = awaitUp(Part.REDIS);
        PartStatus postgres = awaitUp(Part.POSTGRES);
        killed.destroyForcibly().waitFor();

        assertThat(Down.run(new StackFolder(Stack.root(), folder))).isZero();

        assertThat(List.of(redis.pid(), postgres.pid())).noneMatch(OwnProcess::isAlive);
    }

    @Test
    void twoSupervisorsDoNotShareAFolder() {
        try (Stack stack = Stack.start(folder, Set.of())) {
            assertThat(stack.status(Part.KAFKA).state()).isEqualTo(State.STOPPED);
            assertThatThrownBy(() -> Stack.start(folder, Set.of())).hasMessageContaining("another supervisor");
        }
    }

    private Process supervisorThatIsKilled() throws IOException {
        return new ProcessBuilder(Programs.java(
                        "64m",
                        List.of(
                                "-Dwaymark.root=" + Stack.root(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Supervisor.class.getName(),
                                folder.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private PartStatus awaitUp(Part part) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> StateFile.read(new StackFolder(Stack.root(), folder).stateFile())
                                .flatMap(content -> content.parts().stream()
                                        .filter(status -> status.part() == part && status.state() == State.UP)
                                        .findFirst()),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** The process that the tests kill. */
    static final class Supervisor {
        private Supervisor() {}

        public static void main(String[] arguments) throws InterruptedException {
            Stack.start(Path.of(arguments[0]), Set.of(Part.REDIS, Part.POSTGRES));
            Thread.currentThread().join();
        }
    }
}

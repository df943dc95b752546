package dev.waymark.stack;

import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** The runners of all parts in one folder, from the lock that keeps others out to the order in which everything ends. */
final class Supervision {
    private static final List<Set<Part>> END_ORDER = List.of(
            Set.of(Part.IDENTITY, Part.ORGANIZATION, Part.SEARCH_INDEXER, Part.BILLING, Part.GATEWAY),
            Set.of(Part.CONNECT, Part.MEILISEARCH, Part.MAIL, Part.REDIS),
            Set.of(Part.KAFKA, Part.POSTGRES));

    private final StackFolder folder;
    private final StackLock lock;
    private final StackSettings settings;
    private final Board board;
    private final Map<Part, PartRunner> runners = new EnumMap<>(Part.class);

    private Supervision(StackFolder folder, StackLock lock, StackSettings settings, Set<Part> wanted) {
        this.folder = folder;
        this.lock = lock;
        this.settings = settings;
        long self = ProcessHandle.current().pid();
        this.board = new Board(
                Arrays.stream(Part.values())
                        .map(part -> initial(part, settings, wanted))
                        .toList(),
                statuses -> StateFile.write(folder.stateFile(), new StateFile.Content(self, settings.url(), statuses)));
    }

    private static PartStatus initial(Part part, StackSettings settings, Set<Part> wanted) {
        if (settings.elsewhere().contains(part)) {
            return PartStatus.initial(part, State.ELSEWHERE, 0);
        }
        return PartStatus.initial(part, wanted.contains(part) ? State.WAITING : State.STOPPED, settings.port(part));
    }

    /**
     * Starts what is wanted and does not wait for it.
     *
     * @param lasting whether it is a developer's stack: on the usual ports, and made to start faster the next time
     * @throws StackException when another supervisor has the folder, or a port that the operator gave is held
     */
    static Supervision begin(StackFolder folder, Set<Part> wanted, Map<String, String> given, boolean lasting) {
        StackLock lock = StackLock.acquire(folder);
        try {
            Leftovers leftovers = Leftovers.find(folder);
            Set<Integer> ports = folder.ports().read().values().stream()
                    .map(Integer::parseInt)
                    .collect(Collectors.toSet());
            StackSettings settings = StackSettings.choose(folder, given, lasting, leftovers.listening(ports));
            Supervision supervision = new Supervision(folder, lock, settings, wanted);
            supervision.begin(leftovers, wanted);
            return supervision;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void begin(Leftovers leftovers, Set<Part> wanted) {
        Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors() + 1, true);
        for (Part part : Part.values()) {
            PartStarter starter = new PartStarter(part, folder, leftovers.of(part));
            boolean ours = !settings.elsewhere().contains(part);
            PartRunner runner = new PartRunner(
                    part,
                    board,
                    () -> recipe(part),
                    starter,
                    new StartTurn(turns, part),
                    ours && wanted.contains(part));
            runner.begin();
            if (ours) {
                runners.put(part, runner);
            }
        }
    }

    private Recipe recipe(Part part) throws IOException, UnavailableException {
        return switch (part) {
            case POSTGRES -> Postgres.recipe(folder, settings);
            case KAFKA -> Kafka.recipe(folder, settings);
            case CONNECT -> Connect.recipe(folder, settings);
            case REDIS -> Redis.recipe(folder, settings);
            case MEILISEARCH -> Meilisearch.recipe(folder, settings);
            case MAIL -> Mail.recipe(folder, settings);
            case IDENTITY, ORGANIZATION, SEARCH_INDEXER, BILLING, GATEWAY ->
                Service.recipe(part, folder, serviceSettings(), settings.lasting());
        };
    }

    StackSettings settings() {
        return settings;
    }

    /** What the services get, as things are: without a search engine they are told so. */
    Map<String, String> serviceSettings() {
        return settings.values(board.of(Part.MEILISEARCH).state() == State.UNAVAILABLE);
    }

    Board board() {
        return board;
    }

    PartRunner runner(Part part) {
        PartRunner runner = runners.get(part);
        if (runner == null) {
            throw new IllegalArgumentException(part.label() + " is run by somebody else");
        }
        return runner;
    }

    /** Whether a part that should run is ready; one that should not is always as wanted. */
    boolean isAsWanted(Part part) {
        PartRunner runner = runners.get(part);
        return runner == null || !runner.isWanted() || board.of(part).state() == State.UP;
    }

    /** Ends everything in good order; a second call does nothing. */
    synchronized void end() throws InterruptedException {
        if (!lock.isHeld()) {
            return;
        }
        for (Set<Part> together : END_ORDER) {
            List<PartRunner> ending = together.stream()
                    .filter(runners::containsKey)
                    .map(this::runner)
                    .toList();
            ending.forEach(PartRunner::release);
            for (PartRunner runner : ending) {
                runner.close();
            }
        }
        try {
            Files.deleteIfExists(folder.stateFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.close();
        }
    }
}

package dev.waymark.stack;

import java.time.Duration;
import java.util.Locale;

/**
 * How a part is at a moment.
 *
 * @param pid 0 while no process runs
 * @param port where it listens, or would listen; 0 when somebody else runs it
 * @param starts how often it was started since the stack was
 * @param failures how often in a row it was started and did not get ready
 * @param startTime from being started to being ready, of the last start that got there; zero before
 * @param message what a person should know; empty when there is nothing to say
 */
public record PartStatus(
        Part part, State state, long pid, int port, int starts, int failures, Duration startTime, String message) {
    /** Where a part is in its life. */
    public enum State {
        /** Waits for what it needs. */
        WAITING,
        /** Runs and is not ready yet. */
        STARTING,
        /** Ready. */
        UP,
        /** Ended without being asked to; it is started again in a moment. */
        DOWN,
        /** Held down on purpose. */
        STOPPED,
        /** Cannot be had on this machine; the others do without it. */
        UNAVAILABLE,
        /** Somebody else runs it. */
        ELSEWHERE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PartStatus initial(Part part, State state, int port) {
        return new PartStatus(part, state, 0, port, 0, 0, Duration.ZERO, "");
    }

    /** Nothing more will come of waiting for it, for better or for worse. */
    public boolean isSettled() {
        return switch (state) {
            case UP, STOPPED, UNAVAILABLE, ELSEWHERE -> true;
            case DOWN -> failures >= 3;
            case WAITING, STARTING -> failures >= 3;
        };
    }

    PartStatus with(State next, long nextPid, String nextMessage) {
        return new PartStatus(part, next, nextPid, port, starts, failures, startTime, nextMessage);
    }

    PartStatus started(long nextPid) {
        return new PartStatus(part, State.STARTING, nextPid, port, starts + 1, failures, startTime, message);
    }

    PartStatus ready(Duration took) {
        return new PartStatus(part, State.UP, pid, port, starts, 0, took, "");
    }

    PartStatus failed(int count, String why) {
        return new PartStatus(part, State.DOWN, 0, port, starts, count, startTime, why);
    }
}

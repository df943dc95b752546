package dev.waymark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** One supervisor a folder. The system takes the lock back when its holder dies, however it dies. */
public final class StackLock implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StackException when another supervisor has it */
    static StackLock acquire(StackFolder folder) {
        try {
            // The system may take a moment to collect a supervisor that was just killed.
            return await(folder.lock(), Duration.ofSeconds(5))
                    .orElseThrow(
                            () -> new StackException("another supervisor already runs the stack in " + folder.state()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    public static Optional<StackLock> tryAcquire(Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            StackLock lock = new StackLock(channel);
            if (lock.take()) {
                return Optional.of(lock);
            }
            lock.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return empty when it could not be had within the limit */
    public static Optional<StackLock> await(Path file, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<StackLock> lock = tryAcquire(file);
        while (lock.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK);
            lock = tryAcquire(file);
        }
        return lock;
    }

    private boolean take() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    public boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

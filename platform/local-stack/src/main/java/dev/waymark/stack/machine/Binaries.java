package dev.waymark.stack.machine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Programs in the user's cache: unpacked or downloaded once, whoever asks first, and complete or not there. */
public final class Binaries {
    private static final ReentrantLock within = new ReentrantLock();

    private Binaries() {}

    /** Fills a new folder or file. */
    @FunctionalInterface
    public interface Maker {
        void make(Path target) throws IOException, UnavailableException;
    }

    /**
     * @param name with the version, such as {@code postgres-18.6.0}
     * @return the cached folder or file; several processes and threads may ask at once
     */
    public static Path cached(Path cache, String name, Maker maker) throws IOException, UnavailableException {
        Path target = cache.resolve(name);
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(cache);
        within.lock();
        try (FileChannel channel = FileChannel.open(
                        cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && Files.notExists(target)) {
                Path next = cache.resolve(name + ".part");
                delete(next);
                maker.make(next);
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        } finally {
            within.unlock();
        }
    }

    public static void unpackTar(InputStream content, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(content))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("an archive reaches outside its folder: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
                    if ((entry.getMode() & 0b001_000_000) != 0) {
                        makeExecutable(file);
                    }
                }
            }
        }
    }

    public static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, permissions);
    }

    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
            try (var children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}

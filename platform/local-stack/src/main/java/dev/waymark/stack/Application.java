package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.stack.machine.VersionedFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A service's executable jar, laid out as a thin jar beside its libraries. A process that runs from it starts faster than from the
 * nested jar, and is not disturbed when the next build replaces that.
 *
 * @param jar what {@code java -jar} takes
 * @param version changes when, and only when, the content of the service's jar does
 */
record Application(Path jar, String version) {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String LOADER = "META-INF/services/java.nio.file.spi.FileSystemProvider";

    /** Where the archive of its classes is or will be. */
    Path archive() {
        return jar.resolveSibling("classes.jsa");
    }

    /**
     * Lays the service out unless that was done before.
     *
     * @throws StackException when the service was not built
     */
    static Application of(Part service, StackFolder folder) throws IOException {
        Path apps = folder.apps();
        try (JarFile nested = new JarFile(folder.serviceJar(service).toFile())) {
            String version = version(nested);
            Path target = new VersionedFolder(apps.resolve(service.label()))
                    .get(version, next -> write(nested, next.resolve(service.label() + ".jar"), apps.resolve("lib")));
            return new Application(target.resolve(service.label() + ".jar"), version);
        }
    }

    /** From the checksums in the jar's directory: the jar's own time is the same for every build. */
    private static String version(JarFile jar) {
        MessageDigest digest = sha256();
        Collections.list(jar.entries())
                .forEach(entry -> digest.update(
                        (entry.getName() + ":" + entry.getCrc() + ":" + entry.getSize() + "\n").getBytes(UTF_8)));
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(JarFile nested, Path jar, Path libraries) throws IOException {
        Files.createDirectories(libraries);
        List<JarEntry> entries = Collections.list(nested.entries());
        List<String> classPath = new ArrayList<>();
        for (JarEntry entry : entries) {
            if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
                classPath.add("../../lib/" + library(nested, entry, libraries));
            }
        }
        Manifest manifest = new Manifest(nested.getManifest());
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue("Start-Class"));
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        // As an option of the JVM it would keep the JVM from using its archive of classes in full.
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
                JarOutputStream thin = new JarOutputStream(file, manifest)) {
            thin.setLevel(0);
            Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME, LOADER));
            for (JarEntry entry : entries) {
                String name = nameInThinJar(entry);
                // Folders as well: without them a class path cannot be searched for what is in a folder.
                if (!name.isEmpty() && written.add(name)) {
                    thin.putNextEntry(new JarEntry(name));
                    try (InputStream content = nested.getInputStream(entry)) {
                        content.transferTo(thin);
                    }
                    thin.closeEntry();
                }
            }
        }
    }

    /** The service's own classes, and what describes it; not the loader that reads nested jars. Empty: not at all. */
    private static String nameInThinJar(JarEntry entry) {
        String name = entry.getName();
        if (name.startsWith(CLASSES)) {
            return name.substring(CLASSES.length());
        }
        boolean describes = name.startsWith("META-INF/") && !name.equals("META-INF/");
        return describes ? name : "";
    }

    /** Services share most of their libraries, and so do two versions of one. */
    private static String library(JarFile nested, JarEntry entry, Path libraries) throws IOException {
        String file = entry.getName().substring(LIBRARIES.length());
        String name =
                file.substring(0, file.length() - ".jar".length()) + "-" + Long.toHexString(entry.getCrc()) + ".jar";
        Path target = libraries.resolve(name);
        if (Files.notExists(target)) {
            Path next = Files.createTempFile(libraries, ".next", "");
            try (InputStream content = nested.getInputStream(entry)) {
                Files.copy(content, next, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return name;
    }
}

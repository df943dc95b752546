package dev.waymark.stack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The versions of the servers, as the build has them. */
public final class Versions {
    private static final Properties VERSIONS = load();

    private Versions() {}

    /** @param name such as {@code postgres} */
    public static String of(String name) {
        return VERSIONS.getProperty(name, "unknown");
    }

    private static Properties load() {
        Properties versions = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
            versions.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return versions;
    }
}

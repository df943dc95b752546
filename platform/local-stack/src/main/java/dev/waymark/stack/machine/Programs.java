package dev.waymark.stack.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this machine that parts are run with. */
public final class Programs {
    private Programs() {}

    /** The Java that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A command line of a JVM that starts fast and stays small. */
    public static List<String> java(String heap, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Xmx" + heap,
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        return command;
    }

    public static boolean exists(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }
}

package dev.waymark.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real Redis server on a free port, which can be stopped, frozen, and asked. */
public final class RedisProcess implements AutoCloseable {
    private static final String PROGRAM = "/redis-server-6.2.6-v5-linux-amd64";

    private final Path program;
    private final int port;
    private @Nullable Process process;

    public RedisProcess() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                InputStream content = RedisProcess.class.getResourceAsStream(PROGRAM)) {
            if (content == null) {
                throw new IllegalStateException("not on the class path: " + PROGRAM);
            }
            port = free.getLocalPort();
            program = Files.createTempFile("redis-server", "");
            Files.write(program, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made executable: " + program);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        start();
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    /** Does nothing when it runs. */
    public void start() {
        if (process != null) {
            signal("CONT");
            return;
        }
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(port),
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().ignoreExceptions().until(() -> ask("PING").startsWith("+PONG"));
    }

    public void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        running.destroyForcibly();
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** It keeps its connections and answers nothing until it is started again. */
    public void freeze() {
        signal("STOP");
    }

    private void signal(String name) {
        if (process == null) {
            throw new IllegalStateException("Redis does not run");
        }
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return all that comes back for a command, as the protocol has it */
    public String ask(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(program);
        } catch (IOException _) {
            // A file for the system to clear away.
        }
    }
}

package dev.waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An nginx that answers one small text, and proxies to itself on another port. */
final class Nginx implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** About as long as a catalogue of plans. */
    private static final String BODY =
            "{\"plans\":[" + "{\"name\":\"example\",\"amount\":1200},".repeat(24) + "{\"name\":\"last\"}]}";

    private final Process process;

    private Nginx(Process process) {
        this.process = process;
    }

    static Nginx start(String program, Path folder, int backendPort, int proxyPort)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, configuration(folder, backendPort, proxyPort));
        Process process = new ProcessBuilder(
                        program,
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        Nginx nginx = new Nginx(process);
        try {
            nginx.awaitAnswer("http://127.0.0.1:" + proxyPort + "/", folder);
            return nginx;
        } catch (RuntimeException | InterruptedException e) {
            nginx.close();
            throw e;
        }
    }

    private void awaitAnswer(String url, Path folder) throws InterruptedException {
        Http http = new Http();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                http.ask("GET", url, null, java.util.Map.of());
                return;
            } catch (BenchmarkException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new BenchmarkException("nginx does not answer; its logs are in " + folder, e);
                }
                Thread.sleep(Duration.ofMillis(20));
            }
        }
    }

    private static String configuration(Path folder, int backendPort, int proxyPort) {
        return """
                daemon off;
                worker_processes auto;
                pid FOLDER/nginx.pid;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  keepalive_requests 100000000;
                  client_body_temp_path FOLDER/body;
                  proxy_temp_path FOLDER/proxy;
                  fastcgi_temp_path FOLDER/fastcgi;
                  uwsgi_temp_path FOLDER/uwsgi;
                  scgi_temp_path FOLDER/scgi;
                  upstream backend { server 127.0.0.1:BACKEND; keepalive 64; keepalive_requests 100000000; }
                  server {
                    listen 127.0.0.1:BACKEND;
                    default_type application/json;
                    location / { add_header Cache-Control no-store; return 200 '{{BODY}}'; }
                  }
                  server {
                    listen 127.0.0.1:PROXY;
                    location / {
                      proxy_pass http://backend;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $host;
                    }
                  }
                }
                """.replace("FOLDER", folder.toString())
                .replace("BACKEND", String.valueOf(backendPort))
                .replace("PROXY", String.valueOf(proxyPort))
                .replace("{{BODY}}", BODY);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

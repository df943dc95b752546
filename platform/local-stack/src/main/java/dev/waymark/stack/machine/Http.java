package dev.waymark.stack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** One GET within two seconds; the JDK's old client, because it is loaded in no time. */
public final class Http {
    private static final int TIMEOUT_MILLIS = 2_000;

    private Http() {}

    /** What came back. */
    public record Answer(int status, String body) {}

    public static Answer get(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
        } finally {
            connection.disconnect();
        }
    }
}

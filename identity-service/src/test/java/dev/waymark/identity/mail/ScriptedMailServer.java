package dev.waymark.identity.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks SMTP (RFC 5321) and says yes to everything but what it was told to answer otherwise. */
final class ScriptedMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, String> replies;
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param replies by the first word of a command; {@code .} is the end of a mail */
    ScriptedMailServer(Map<String, String> replies) throws IOException {
        this.replies = replies;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    long count(String command) {
        return heard.stream().filter(line -> line.startsWith(command)).count();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException _) {
                // The client, or this server, has gone.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(out, "220 scripted");
        boolean inMail = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (inMail && !line.equals(".")) {
                continue;
            }
            heard.add(line);
            String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            String usual = word.equals("DATA") ? "354 go on" : word.equals("QUIT") ? "221 bye" : "250 fine";
            String reply = replies.getOrDefault(word, usual);
            inMail = word.equals("DATA") && reply.startsWith("354");
            say(out, reply);
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.stack.machine.Http;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a part, in its own protocol and within two seconds, whether it does its work. */
@FunctionalInterface
interface Probe {
    int TIMEOUT_MILLIS = 2_000;

    /** @throws IOException when it does not answer, which is the same as not yet */
    boolean isReady() throws IOException;

    static Probe http(int port, String path) {
        return () -> Http.get("http://127.0.0.1:" + port + path).status() == 200;
    }

    /** RESP: a server that still loads its data answers {@code -LOADING}. */
    static Probe redis(int port) {
        return () -> talk(port, (in, out) -> {
            out.write("PING\r\n".getBytes(US_ASCII));
            out.flush();
            return in.read() == '+';
        });
    }

    static Probe smtp(int port) {
        return () -> talk(port, (in, _) -> in.readShort() == 0x3232);
    }

    /** PostgreSQL's protocol 3.0: a server that recovers answers the start-up message with an error instead of a challenge. */
    static Probe postgres(int port) {
        ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        parameters.writeBytes("user\0waymark\0database\0postgres\0\0".getBytes(UTF_8));
        return () -> talk(port, (in, out) -> {
            out.writeInt(8 + parameters.size());
            out.writeInt(196_608);
            parameters.writeTo(out);
            out.flush();
            return in.read() == 'R';
        });
    }

    /** Kafka's Metadata request, version 1, for no topic: a broker that may serve clients is in its own list. */
    static Probe kafka(int port) {
        return () -> talk(port, (in, out) -> {
            String client = "probe";
            out.writeInt(2 + 2 + 4 + 2 + client.length() + 4);
            out.writeShort(3);
            out.writeShort(1);
            out.writeInt(1);
            out.writeShort(client.length());
            out.write(client.getBytes(US_ASCII));
            out.writeInt(0);
            out.flush();
            in.readInt();
            in.readInt();
            return in.readInt() > 0;
        });
    }

    private static boolean talk(int port, Conversation conversation) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return conversation.hold(
                    new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        }
    }

    /** One exchange on an open connection. */
    @FunctionalInterface
    interface Conversation {
        boolean hold(DataInputStream in, DataOutputStream out) throws IOException;
    }
}

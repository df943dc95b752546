package dev.waymark.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Divides the requests for identity-service between two copies of it. The pages that somebody opens go to one and the other in turn, and
 * so do the forms that he sends, beginning with the other copy: no two steps of a flow are taken by the same, and no form by the copy that
 * showed the first one. Who refuses the connection is passed over. Requests have a connection each, which is not looked into behind the
 * first line.
 */
final class Balancer implements AutoCloseable {
    private static final int LONGEST_LINE = 16 * 1024;

    private final ServerSocket door;
    private final List<Integer> ports;
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private int page;
    private int form;

    /**
     * A request that was passed on.
     *
     * @param copy 0 or 1
     * @param request method and path, such as {@code POST /login}
     */
    record Taken(int copy, String request) {}

    private Balancer(ServerSocket door, List<Integer> ports) {
        this.door = door;
        this.ports = ports;
    }

    /** @param port on the loopback interface, free by now */
    static Balancer open(int port, List<Integer> ports) {
        try {
            Balancer balancer = new Balancer(new ServerSocket(port, 100, InetAddress.ofLiteral("127.0.0.1")), ports);
            Thread.ofVirtual().name("balancer").start(balancer::takeAll);
            return balancer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets what was, so that the next page is the first copy's and the next form the second's. */
    synchronized void beginAnew() {
        page = 1;
        form = 0;
        taken.clear();
        refusals.set(0);
    }

    /** The next page is this copy's. */
    synchronized void turnTo(int copy) {
        page = 1 - copy;
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** Who took the last such request. */
    int copyFor(String request) {
        return taken.stream()
                .filter(one -> one.request().equals(request))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + request + " among " + taken))
                .copy();
    }

    /** How often a copy was not there and the other one was asked. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeAll() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().name("balancer-request").start(() -> pass(client));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void pass(Socket client) {
        try (client) {
            byte[] line = firstLine(client.getInputStream());
            if (line.length == 0) {
                return;
            }
            try (Socket copy = connect(methodAndPath(line))) {
                copy.getOutputStream().write(line);
                Thread.ofVirtual().name("balancer-body").start(() -> pump(client, copy));
                copy.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException _) {
            // One end is gone, which the other one learns by the end of its connection.
        }
    }

    private static void pump(Socket client, Socket copy) {
        try {
            OutputStream out = copy.getOutputStream();
            client.getInputStream().transferTo(out);
            copy.shutdownOutput();
        } catch (IOException _) {
            // The answer has come, or never will.
        }
    }

    private static byte[] firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && line.size() < LONGEST_LINE) {
            line.write(next);
            if (next == '\n') {
                return line.toByteArray();
            }
            next = in.read();
        }
        return new byte[0];
    }

    private static String methodAndPath(byte[] line) {
        String[] parts = new String(line, StandardCharsets.ISO_8859_1).split("[ ?]", 3);
        return parts[0] + " " + parts[1];
    }

    private Socket connect(String request) throws IOException {
        int copy = choose(request);
        try {
            return connect(copy, request);
        } catch (ConnectException _) {
            refusals.incrementAndGet();
            return connect(1 - copy, request);
        }
    }

    private Socket connect(int copy, String request) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), ports.get(copy));
        socket.setTcpNoDelay(true);
        taken.add(new Taken(copy, request));
        return socket;
    }

    private synchronized int choose(String request) {
        if (isAskedBesides(request)) {
            return 1 - page;
        }
        if (request.startsWith("POST ")) {
            form = 1 - form;
            return form;
        }
        page = 1 - page;
        return page;
    }

    /** Asked by a service or a script, whenever that likes: it must not change whose turn it is. */
    private static boolean isAskedBesides(String request) {
        return request.endsWith("/oauth2/token") || request.endsWith("/oauth2/jwks") || request.endsWith("/options");
    }
}

package dev.waymark.stack;

import dev.waymark.stack.machine.PortHolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of a stack. A port that the operator names is used or refused; any other is the one of the last start, else the usual
 * one, else a free one, and is remembered.
 */
final class Ports {
    /** Below the range from which systems take the ports of outgoing connections. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 30_000;
    private static final int ATTEMPTS = 200;

    private final Map<String, Integer> chosen = new LinkedHashMap<>();
    private final Map<String, Integer> remembered;
    private final Set<Integer> ours;

    /**
     * @param remembered ports of the last start, by name
     * @param ours ports on which processes of this very stack listen, so that being held is no obstacle
     */
    Ports(Map<String, String> remembered, Set<Integer> ours) {
        this.remembered = new LinkedHashMap<>();
        remembered.forEach((name, port) -> this.remembered.put(name, Integer.parseInt(port)));
        this.ours = Set.copyOf(ours);
    }

    /** @throws StackException when another process holds it; the message says which */
    int fixed(String name, String setting, int port) {
        if (!isUsable(port)) {
            throw new StackException(setting + " is " + port + ", but " + PortHolder.describe(port)
                    + ". End that process or choose another port.");
        }
        chosen.put(name, port);
        return port;
    }

    /** @param usual the port to try when none is remembered; 0: any free one */
    int choose(String name, int usual) {
        int last = remembered.getOrDefault(name, 0);
        int port = last > 0 && isUsable(last) ? last : usual > 0 && isUsable(usual) ? usual : free();
        chosen.put(name, port);
        return port;
    }

    Map<String, String> chosen() {
        Map<String, String> text = new LinkedHashMap<>();
        chosen.forEach((name, port) -> text.put(name, String.valueOf(port)));
        return text;
    }

    private int free() {
        Set<Integer> tried = new HashSet<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (tried.add(port) && isUsable(port)) {
                return port;
            }
        }
        throw new StackException("no free port between " + LOWEST + " and " + HIGHEST + " was found");
    }

    private boolean isUsable(int port) {
        return !chosen.containsValue(port) && (ours.contains(port) || isFree(port));
    }

    /** Free on the IPv4 loopback, where the parts listen; a listener on all addresses is in the way as well. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}

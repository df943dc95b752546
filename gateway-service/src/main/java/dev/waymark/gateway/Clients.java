package dev.waymark.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who is counted as one. */
final class Clients {
    /** RFC 4291, section 2.5.4: the last 64 bits name an interface, and whoever has one address has all of these. */
    private static final int IPV6_PREFIX_BYTES = 8;

    private Clients() {}

    /**
     * An IPv4 address, or the first half of an IPv6 address.
     *
     * @param address what a trusted proxy gave as the visitor's address, which need not be one
     * @param peer the address of the connection, which counts when it is not
     */
    static String of(String address, String peer) {
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return of(InetAddress.ofLiteral(peer));
        }
    }

    private static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_PREFIX_BYTES))
                : address.getHostAddress();
    }
}

package dev.waymark.identity.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Which addresses are one visitor's. */
final class Networks {
    /** RFC 4291, section 2.5.4: the last 64 bits name an interface, and whoever has one address has all of these. */
    private static final int IPV6_PREFIX_BYTES = 8;

    private Networks() {}

    /**
     * An IPv4 address, also when it is written as one of IPv6 (RFC 4291, section 2.5.5.2), or the first half of an IPv6 address. What is
     * no address stands for itself.
     */
    static String of(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), IPV6_PREFIX_BYTES))
                    : literal.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}

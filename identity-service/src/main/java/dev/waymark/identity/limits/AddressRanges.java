package dev.waymark.identity.limits;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Addresses as an operator lists them. */
final class AddressRanges {
    private final List<IpAddressMatcher> ranges;

    /** @param list addresses or CIDR ranges, separated by commas; empty has none */
    AddressRanges(String list) {
        this.ranges = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(IpAddressMatcher::new)
                .toList();
    }

    /** @param address what is no address is in no range */
    boolean include(String address) {
        try {
            // An IPv4 address that is written as one of IPv6 is in the ranges of IPv4.
            String literal = InetAddress.ofLiteral(address).getHostAddress();
            return ranges.stream().anyMatch(range -> range.matches(literal));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

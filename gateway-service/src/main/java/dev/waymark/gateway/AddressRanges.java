package dev.waymark.gateway;

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

    /** @param address as a proxy wrote it: what is no address is in no range */
    boolean include(String address) {
        try {
            return ranges.stream().anyMatch(range -> range.matches(address));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

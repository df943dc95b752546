package dev.waymark.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Who speaks for a visitor: the proxies in front of the gateway, as the operator lists them. */
@Component
class TrustedProxies {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final AddressRanges proxies;

    /** @param list addresses or CIDR ranges, separated by commas; empty trusts nobody */
    TrustedProxies(@Value("${TRUSTED_PROXIES}") String list) {
        this.proxies = new AddressRanges(list);
    }

    /**
     * The address of the visitor: the peer's, or, when that is a trusted proxy, the last one in X-Forwarded-For that is not. What
     * stands before it was written by whoever sent the request.
     */
    String client(HttpServletRequest request) {
        String client = request.getRemoteAddr();
        List<String> hops = Collections.list(request.getHeaders(FORWARDED_FOR)).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            if (!proxies.include(client) || !hop.matches("[0-9a-fA-F.:]+")) {
                break;
            }
            client = hop;
        }
        return client;
    }
}

package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {"TRUSTED_PROXIES=127.0.0.0/8, ::1, 10.1.0.0/16", "PUBLIC_ORIGIN=https://directory.example"})
class TrustedProxyTest extends GatewayTest {
    @Test
    void aTrustedProxySaysWhoTheVisitorIs() {
        get("/search", "X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.1.2.3", "X-Forwarded-Host", "evil.example");

        assertThat(search.lastAsked().header("x-forwarded-for"))
                .as("the last one that is not a trusted proxy")
                .isEqualTo("203.0.113.7");
        assertThat(search.lastAsked().header("x-forwarded-host")).isEqualTo("directory.example");
        assertThat(search.lastAsked().header("x-forwarded-proto")).isEqualTo("https");
        assertThat(search.lastAsked().header("x-forwarded-port")).isEqualTo("443");
    }

    @Test
    void anHttpsOriginAsksForHttpsEverAfter() {
        assertThat(get("/search").headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000; includeSubDomains");
    }

    @Test
    void whatIsNoAddressIsNotBelieved() {
        assertThat(client("10.1.0.1", "evil\" or 1, 203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(client("10.1.0.1", "unknown")).isEqualTo("10.1.0.1");
        assertThat(client("192.0.2.1", "203.0.113.7")).isEqualTo("192.0.2.1");
        assertThat(client("10.1.0.1", "10.1.0.2, 10.1.0.3")).isEqualTo("10.1.0.2");
    }

    private static String client(String peer, String forwardedFor) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        request.addHeader("X-Forwarded-For", forwardedFor);
        return new TrustedProxies("10.1.0.0/16").client(request);
    }
}

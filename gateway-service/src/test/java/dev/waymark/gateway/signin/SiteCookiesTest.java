package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.platform.settings.Site;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SiteCookiesTest {
    private final SiteCookies secure = new SiteCookies(new Site("waymark"), "https://directory.example");
    private final BrowserToken token = BrowserToken.make();

    @Test
    void withTlsNoOtherHostSetsThem() {
        MockHttpServletResponse response = new MockHttpServletResponse();

        secure.set(response, SiteCookies.SESSION, token, Duration.ofDays(14));

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("__Host-waymark_session=" + token.value() + "; Path=/;")
                .contains("; Secure; HttpOnly; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void withTlsThoseWithoutThePrefixAreNotOurs() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie("waymark_session", token.value()), new Cookie("waymark_login", token.value()));

        assertThat(secure.read(request, SiteCookies.SESSION)).isEmpty();
        assertThat(secure.speakForSomebody(request)).isFalse();

        request.setCookies(new Cookie("__Host-waymark_login", token.value()));
        assertThat(secure.speakForSomebody(request)).isTrue();
    }

    @Test
    void identityServiceGetsAllButOurs() {
        assertThat(secure.forIdentity(List.of(
                        "__Host-waymark_session=1; __Host-waymark_login=2",
                        "__Host-waymark_signin_abc=3;__Host-waymark_browser=4;other=5")))
                .isEqualTo("__Host-waymark_login=2; __Host-waymark_browser=4; other=5");
        assertThat(secure.forIdentity(List.of("__Host-waymark_session=1"))).isNull();
        assertThat(secure.forIdentity(List.of())).isNull();
    }
}

package dev.waymark.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.IdentityServer;
import dev.waymark.identity.MailBox;
import dev.waymark.identity.MovableClock;
import dev.waymark.identity.TestBrowser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Whoever tries an account's password again and again shuts out himself, and not its owner in a browser that the account knows. */
class KnownBrowsersTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final int MOST = 5;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final MovableClock clock = new MovableClock();
    private static final MailBox mails = new MailBox();
    private static ConfigurableApplicationContext service;

    private String address = "";
    private TestBrowser owner = browser("10.1.1.1");

    @BeforeAll
    static void start() {
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.put("MAIL_URL", mails.url());
        // What one network may do is counted beside it, and not looked at here.
        settings.put("RATE_LIMIT_EXEMPT", "10.0.0.0/8");
        service = IdentityServer.start(settings, clock);
    }

    @AfterAll
    static void stop() {
        service.close();
        mails.close();
    }

    private static TestBrowser browser(String ip) {
        return new TestBrowser(IdentityServer.address(service), ip);
    }

    /** The owner has signed up in a browser, and out again. */
    @BeforeEach
    void signUpAndOut() {
        address = "owner" + addresses.incrementAndGet() + "@people.example";
        HttpResponse<String> code = owner.follow(
                owner.submit(owner.get("/sign-up"), "/sign-up", Map.of("email", address, "password", PASSWORD)));
        owner.submit(code, "/sign-up/code", Map.of("typed", mails.code(address, 1)));
        HttpResponse<String> question = owner.follow(owner.get("/oauth2/logout"));
        owner.submit(question, "/login/end", Map.of());
        assertThat(isSignedIn(owner)).isFalse();
    }

    @Test
    void strangersWhoFailAllTheTimeDoNotKeepTheOwnerOut() {
        exhaust();

        assertThat(signIn(browser("10.2.2.2"), PASSWORD))
                .as("right, and too late")
                .isEqualTo(429);
        assertThat(signIn(owner, PASSWORD)).isEqualTo(303);
        assertThat(isSignedIn(owner)).isTrue();
        assertThat(signIn(browser("10.2.2.3"), PASSWORD))
                .as("that the owner was right lets in no stranger")
                .isEqualTo(429);
    }

    @Test
    void theOwnersOwnFailuresAreBoundedAndCountForNobodyElse() {
        for (int attempt = 0; attempt < MOST; attempt++) {
            assertThat(signIn(owner, "not it, number " + attempt)).isEqualTo(422);
        }

        assertThat(signIn(owner, PASSWORD)).isEqualTo(429);
        TestBrowser second = browser("10.1.1.2");
        assertThat(signIn(second, PASSWORD)).as("a new device of the owner").isEqualTo(303);
        clock.advance(WINDOW.plusSeconds(1));
        assertThat(signIn(owner, PASSWORD)).isEqualTo(303);
    }

    @Test
    void whoTakesTheBrowsersCookieToAnotherNetworkCountsWithIt() {
        for (int attempt = 0; attempt < MOST; attempt++) {
            assertThat(signIn(owner, "not it, number " + attempt)).isEqualTo(422);
        }
        TestBrowser thief = browser("10.9.9.9");
        String cookie = owner.cookieNames().stream()
                .filter(name -> name.endsWith("_browser"))
                .map(name -> name + "=" + owner.cookie(name).orElseThrow())
                .findFirst()
                .orElseThrow();

        Map<String, String> fields = TestBrowser.hidden(owner.get("/login"), "/login");
        fields.put("email", address);
        fields.put("password", PASSWORD);
        assertThat(thief.post("/login", fields, "Cookie", cookie).statusCode()).isEqualTo(429);
    }

    @Test
    void aBrowserThatAnotherAccountKnowsIsAStranger() {
        String victim = address;
        exhaust();
        owner = browser("10.3.3.3");
        signUpAndOut();

        address = victim;
        assertThat(signIn(owner, PASSWORD)).isEqualTo(429);
    }

    /** Strangers fail as often as they may, from many networks. */
    private void exhaust() {
        for (int stranger = 1; stranger <= MOST; stranger++) {
            assertThat(signIn(browser("10.7.7." + stranger), "a guess, number " + stranger))
                    .isEqualTo(422);
        }
        assertThat(signIn(browser("10.7.7.200"), "one guess more")).isEqualTo(429);
    }

    private int signIn(TestBrowser browser, String password) {
        return browser.submit(browser.get("/login"), "/login", Map.of("email", address, "password", password))
                .statusCode();
    }

    private static boolean isSignedIn(TestBrowser browser) {
        return browser.get("/account").statusCode() == 200;
    }
}

package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.waymark.stack.Part;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers are away in the middle of signing up and in: what was begun goes on when they are back, and nobody loses what he has. */
class AccountFaultTest extends BrowserTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final Mails mails = new Mails(waymark);

    @BeforeEach
    @AfterEach
    void everythingRuns() {
        for (Part part : Part.values()) {
            waymark.stack().start(part);
        }
        waymark.stack().awaitReady();
    }

    private static String newAddress() {
        return "unlucky" + addresses.incrementAndGet() + "@people.example";
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Page askToSignUp(BrowserContext browser, String address) {
        Page page = open(browser, "/sign-up");
        page.getByLabel("Email address").fill(address);
        page.getByLabel("Password").fill(PASSWORD);
        press(page, "Create account");
        assertThat(page.locator("main h1")).hasText("Check your mail");
        return page;
    }

    private static Page signUp(BrowserContext browser, String address) {
        Page page = askToSignUp(browser, address);
        page.getByLabel("Code from the mail").fill(mails.code(address, 1));
        press(page, "Continue");
        assertThat(page.locator("main h1")).hasText("Your account");
        return page;
    }

    private static boolean isSignedIn(Page page) {
        page.navigate(waymark.url() + "/plans");
        return page.locator(".site-header").getByText("Sign out").count() == 1;
    }

    @Test
    void aMailThatCouldNotBeSentComesWhenTheMailServerIsBack() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            waymark.stack().stop(Part.MAIL);
            Page page = askToSignUp(browser, address);
            // Killed in between as well: the mail is in the database.
            waymark.stack().kill(Part.IDENTITY);
            waymark.stack().start(Part.MAIL);
            waymark.stack().awaitReady();

            page.getByLabel("Code from the mail").fill(mails.code(address, 1));
            press(page, "Continue");
            assertThat(page.locator("main h1")).hasText("Your account");
        }
    }

    @Test
    void aSessionOutlivesTheGatewayTheIdentityServiceAndTheDatabase() {
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, newAddress());
            waymark.stack().kill(Part.GATEWAY);
            waymark.stack().kill(Part.IDENTITY);
            waymark.stack().kill(Part.POSTGRES);
            waymark.stack().awaitReady();

            assertThat(isSignedIn(page)).isTrue();
            page.navigate(waymark.url() + "/account");
            assertThat(page.locator("main h1")).hasText("Your account");
        }
    }

    @Test
    void aCodeIsStillGoodAfterTheDatabaseWasAway() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = askToSignUp(browser, address);
            String code = mails.code(address, 1);
            waymark.stack().kill(Part.POSTGRES);
            waymark.stack().awaitReady();

            page.getByLabel("Code from the mail").fill(code);
            Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                press(page, "Continue");
                if (!page.locator("main h1").innerText().equals("Your account")) {
                    page.goBack();
                    page.getByLabel("Code from the mail").fill(code);
                    return false;
                }
                return true;
            });
        }
    }

    @Test
    void withoutTheCacheServerPagesAreReadAnonymouslyAndTheSessionIsThereAgainAfterwards() {
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, newAddress());
            waymark.stack().stop(Part.REDIS);

            Response read = page.navigate(waymark.url() + "/plans");
            assertThat(read.status()).isEqualTo(200);
            Response begin = page.navigate(waymark.url() + "/signin?return=/plans");
            assertThat(begin.status()).isEqualTo(503);
            assertThat(page.locator("main h1")).containsText("Back in a moment");

            assertThat(browser.cookies().stream().map(cookie -> cookie.name)).contains("systemtest_session");
            waymark.stack().start(Part.REDIS);
            waymark.stack().awaitReady();
            // The server here keeps its data on a disk; where it does not, the identity service still knows the
            // browser.
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                page.navigate(waymark.url() + "/signin?return=/plans");
                return page.locator(".site-header").getByText("Sign out").count() == 1;
            });
        }
    }

    @Test
    void whileKafkaIsAwayAnEndedSessionIsOverAtTheIdentityServiceAtOnce() {
        String address = newAddress();
        try (BrowserContext first = visitor(1280, 900, true);
                BrowserContext second = visitor(1280, 900, true)) {
            Page page = signUp(first, address);
            Page other = open(second, "/login");
            other.getByLabel("Email address").fill(address);
            other.getByLabel("Password").fill(PASSWORD);
            press(other, "Sign in");
            assertThat(other.locator("main h1")).hasText("Your account");
            waymark.stack().stop(Part.KAFKA);

            page.navigate(waymark.url() + "/account/sessions");
            press(page, "End all others");
            other.navigate(waymark.url() + "/account");
            assertThat(other.locator("main h1")).hasText("Sign in");

            waymark.stack().start(Part.KAFKA);
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !isSignedIn(other));
        }
    }
}

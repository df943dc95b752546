package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.waymark.stack.Part;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * People sign up and in while two copies of identity-service, which share nothing but their servers, take turns. The balancer listens
 * where all services of the stack look for identity-service.
 */
class TwoIdentitiesTest extends BrowserTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final Mails mails = new Mails(waymark);
    private static final List<IdentityCopy> copies =
            List.of(new IdentityCopy(waymark, "identity-copy-1"), new IdentityCopy(waymark, "identity-copy-2"));
    private static Balancer balancer;

    @BeforeAll
    static void twoInPlaceOfOne() {
        bothRun();
        waymark.stack().stop(Part.IDENTITY);
        balancer = Balancer.open(
                Integer.parseInt(waymark.setting(Part.IDENTITY.setting())),
                copies.stream().map(IdentityCopy::port).toList());
    }

    @AfterAll
    static void oneAgain() {
        if (balancer != null) {
            balancer.close();
        }
        copies.forEach(IdentityCopy::kill);
        waymark.stack().start(Part.IDENTITY);
        waymark.stack().awaitReady();
    }

    private static void bothRun() {
        copies.forEach(IdentityCopy::start);
        copies.forEach(IdentityCopy::awaitReady);
    }

    @BeforeEach
    void everybodyIsThere() {
        bothRun();
        balancer.beginAnew();
    }

    private static String newAddress() {
        return "patient" + addresses.incrementAndGet() + "@people.example";
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Locator heading(Page page) {
        return page.locator("main h1");
    }

    private static Locator header(Page page, String name) {
        return page.locator(".site-header").getByText(name, new Locator.GetByTextOptions().setExact(true));
    }

    /** Up to the code, which is typed and not sent yet. */
    private static Page askToSignUp(BrowserContext browser, String address) {
        Page page = open(browser, "/sign-up");
        page.getByLabel("Email address").fill(address);
        page.getByLabel("Password").fill(PASSWORD);
        press(page, "Create account");
        assertThat(heading(page)).hasText("Check your mail");
        page.getByLabel("Code from the mail").fill(mails.code(address, 1));
        return page;
    }

    private static Page signUp(BrowserContext browser, String address) {
        Page page = askToSignUp(browser, address);
        press(page, "Continue");
        assertSignedIn(page);
        return page;
    }

    private static Page signIn(BrowserContext browser, String address) {
        Page page = open(browser, "/login");
        submit(page, address, PASSWORD);
        return page;
    }

    /** The status of the answer. */
    private static int submit(Page page, String address, String password) {
        page.getByLabel("Email address").fill(address);
        page.getByLabel("Password").fill(password);
        return submit(page, "Sign in");
    }

    private static int submit(Page page, String button) {
        return page.waitForResponse(
                        response -> response.request().isNavigationRequest()
                                && response.request().method().equals("POST"),
                        () -> press(page, button))
                .status();
    }

    private static void assertSignedIn(Page page) {
        assertThat(heading(page)).hasText("Your account");
        assertThat(header(page, "Sign out")).isVisible();
    }

    private static void signOut(Page page) {
        press(page, "Sign out");
        assertThat(header(page, "Sign in")).isVisible();
    }

    /** What one copy began, the other one has carried on. */
    private static void assertHandedOver(String begin, String end) {
        assertThat(balancer.copyFor(end))
                .as("%s after %s in %s", end, begin, balancer.taken())
                .isNotEqualTo(balancer.copyFor(begin));
    }

    private static void assertBothSay(Page page, String path, String title) {
        for (int copy = 0; copy < copies.size(); copy++) {
            balancer.turnTo(copy);
            page.navigate(waymark.url() + path);
            assertThat(heading(page)).hasText(title);
            assertThat(balancer.copyFor("GET " + path)).isEqualTo(copy);
        }
    }

    @Test
    void somebodySignsUpAndOut() {
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, newAddress());
            assertHandedOver("GET /sign-up", "POST /sign-up");
            assertHandedOver("POST /sign-up", "POST /sign-up/code");
            assertHandedOver("GET /oauth2/authorize", "POST /oauth2/token");
            assertBothSay(page, "/account/data", "Your data");

            signOut(page);
            assertBothSay(page, "/account", "Sign in");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void somebodySignsInWithAPasswordAndAnApp() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            page.navigate(waymark.url() + "/account/security/totp");
            page.locator("details summary").click();
            String secret = page.locator(".secret").innerText().replace(" ", "");
            page.locator("#code").fill(AuthenticatorApp.code(secret, 0));
            page.locator("form.stack button").click();
            assertThat(page.locator("#codes")).isVisible();
            signOut(page);

            page = signIn(browser, address);
            assertThat(heading(page)).hasText("One more step");
            page.getByLabel("Code from your authenticator app").fill(AuthenticatorApp.code(secret, 1));
            press(page, "Continue");
            assertSignedIn(page);
            assertHandedOver("POST /login", "POST /login/second-factor");
            assertBothSay(page, "/account/security", "Security");
        }
    }

    @Test
    void somebodySignsInWithAMailedCode() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            signOut(signUp(browser, address));
            Page page = open(browser, "/login");
            page.getByLabel("Email address").fill(address);
            // An address is sent a code every ten seconds at most.
            Awaitility.await("a code is sent")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> submit(page, "Mail me a code") == 303);
            page.getByLabel("Code from the mail").fill(mails.code(address, 2));
            press(page, "Continue");
            assertSignedIn(page);
            assertHandedOver("POST /login/code/send", "POST /login/code");
        }
    }

    @Test
    void somebodyEndsASessionInAnotherBrowserAndTheGatewayKnowsWithinASecond() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            // The machine may be busy with something else for a moment, but not each time.
            assertThat(Stream.generate(() -> endAnother(page, address))
                            .limit(3)
                            .anyMatch(took -> took.compareTo(Duration.ofSeconds(1)) < 0))
                    .as("over within a second, of three times at least once")
                    .isTrue();
            assertBothSay(page, "/account", "Your account");
        }
    }

    /** From the click to the end at the gateway. */
    private Duration endAnother(Page page, String address) {
        try (BrowserContext another = visitor(1280, 900, true)) {
            Page other = signIn(another, address);
            assertSignedIn(other);
            HttpRequest.Builder plans =
                    waymark.request("/plans").header("Cookie", cookies(another)).GET();
            assertThat(waymark.send(plans).body()).contains("Sign out");
            page.navigate(waymark.url() + "/account/sessions");
            assertThat(page.locator(".cards > li")).hasCount(2);

            long begin = System.nanoTime();
            page.locator(".cards form button").click();
            Awaitility.await("over at the gateway")
                    .atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !waymark.send(plans).body().contains("Sign out"));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf("ended by one of two copies after %d ms%n", took.toMillis());

            assertThat(page.locator(".cards > li")).hasCount(1);
            assertBothSay(other, "/account", "Sign in");
            return took;
        }
    }

    private static String cookies(BrowserContext browser) {
        return browser.cookies().stream()
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
    }

    @Test
    void somebodyGetsOnWhenTheCopyThatMadeTheCodeIsKilled() {
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = askToSignUp(browser, newAddress());
            int maker = balancer.copyFor("POST /sign-up");
            copies.get(maker).kill();

            press(page, "Continue");
            assertSignedIn(page);
            balancer.turnTo(maker);
            page.navigate(waymark.url() + "/account/sessions");
            assertThat(page.locator(".cards > li")).hasCount(1);
            assertThat(balancer.copyFor("GET /account/sessions")).isNotEqualTo(maker);
            assertThat(balancer.refusals()).isPositive();
            signOut(page);
        }
    }

    @Test
    void ofTwentySubmissionsOfOneCodeAtOnceOneBringsASession() throws Exception {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = askToSignUp(browser, address);
            String form = (String)
                    page.evaluate("new URLSearchParams(new FormData(document.querySelector('main form'))).toString()");
            HttpRequest.Builder submission = waymark.request("/sign-up/code")
                    .header("Cookie", cookies(browser))
                    .header("Origin", waymark.url())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));

            List<HttpResponse<String>> answers = atOnce(20, () -> waymark.send(submission));

            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 303)
                    .hasSize(1)
                    .first()
                    .satisfies(answer -> assertThat(answer.headers().allValues("Set-Cookie"))
                            .anyMatch(cookie -> cookie.startsWith("systemtest_login=")));
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 422)
                    .hasSize(19)
                    .noneMatch(answer -> answer.headers().allValues("Set-Cookie").stream()
                            .anyMatch(cookie -> cookie.startsWith("systemtest_login=")));
            assertThat(balancer.taken())
                    .filteredOn(taken -> taken.request().equals("POST /sign-up/code"))
                    .extracting(Balancer.Taken::copy)
                    .satisfies(taken ->
                            assertThat(Collections.frequency(taken, 0)).isEqualTo(Collections.frequency(taken, 1)));
            assertThat(waymark.sql(
                            "identity",
                            "select count(*) from login_session join account on account.id = account_id where email = ?",
                            address))
                    .isEqualTo("1");
        }
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(times, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    @Test
    void failuresAreCountedByBothTogether() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            signOut(signUp(browser, address));
        }
        try (BrowserContext stranger = visitor(1280, 900, true)) {
            Page page = open(stranger, "/login");
            Awaitility.await("both count in the cache server")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        submit(page, newAddress(), PASSWORD);
                        return copies.stream().allMatch(IdentityCopy::countsWithOthers);
                    });
            for (int failure = 1; failure <= 5; failure++) {
                assertThat(submit(page, address, "not the password"))
                        .as("failure %d", failure)
                        .isEqualTo(422);
            }
            // One time at each copy, of which none has seen five.
            assertThat(submit(page, address, PASSWORD)).isEqualTo(429);
            int refusing = balancer.copyFor("POST /login");
            assertThat(submit(page, address, PASSWORD)).isEqualTo(429);
            assertThat(balancer.copyFor("POST /login")).isNotEqualTo(refusing);
            assertThat(page.locator("main")).containsText("try again in");

            assertThat(submit(page, newAddress(), PASSWORD)).as("others go on").isEqualTo(422);
        }
    }
}

package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import dev.waymark.stack.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts as their owners use them, in Chromium and through the gateway. */
class AccountsTest extends BrowserTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final Mails mails = new Mails(waymark);

    @BeforeAll
    static void somethingToRead() {
        waymark.importAndAwait(Waymark.samples());
    }

    private static String newAddress() {
        return "visitor" + addresses.incrementAndGet() + "@people.example";
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
    }

    private static Locator heading(Page page) {
        return page.locator("main h1");
    }

    private static Locator header(Page page, String name) {
        return page.locator(".site-header").getByText(name, new Locator.GetByTextOptions().setExact(true));
    }

    /** From a page to an account and back to it, by what is there to click. */
    private static Page signUp(BrowserContext browser, String address) {
        Page page = open(browser, "/organizations/heidelberg-university");
        follow(page, "Sign in");
        assertThat(heading(page)).hasText("Sign in");
        follow(page, "Create an account");
        page.getByLabel("Email address").fill(address);
        page.getByLabel("Your name (optional)").fill("Ada");
        page.getByLabel("Password").fill(PASSWORD);
        press(page, "Create account");
        assertThat(heading(page)).hasText("Check your mail");
        page.getByLabel("Code from the mail").fill(mails.code(address, 1));
        press(page, "Continue");
        assertThat(heading(page)).hasText("Heidelberg University");
        assertThat(header(page, "Account")).isVisible();
        return page;
    }

    private static void signIn(Page page, String address) {
        page.getByLabel("Email address").fill(address);
        page.getByLabel("Password").fill(PASSWORD);
        press(page, "Sign in");
    }

    /** An address is sent a code every ten seconds at most: until then the page says so, and keeps what was typed. */
    private static void askForCode(Page page, String address) {
        page.getByLabel("Email address").fill(address);
        Awaitility.await("a code is sent")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    press(page, "Mail me a code");
                    return heading(page).innerText().equals("Check your mail");
                });
    }

    @Test
    void somebodySignsUpAndIsSignedInEverywhereWithNoTokenInTheBrowser() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            follow(page, "Account");
            assertThat(page.locator("main")).containsText(address);

            page.navigate(waymark.url() + "/search?q=heidelberg");
            assertThat(header(page, "Account")).isVisible();
            List<Cookie> cookies = browser.cookies();
            assertThat(cookies)
                    .extracting(cookie -> cookie.name)
                    .containsExactlyInAnyOrder("systemtest_session", "systemtest_login", "systemtest_browser");
            assertThat(cookies).allSatisfy(cookie -> {
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.value).matches("[A-Za-z0-9_-]{43}");
            });
            assertThat(page.evaluate("localStorage.length + sessionStorage.length"))
                    .isEqualTo(0);

            press(page, "Sign out");
            assertThat(header(page, "Sign in")).isVisible();
            page.navigate(waymark.url() + "/account");
            assertThat(heading(page)).hasText("Sign in");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void aLoginLeadsBackToThePageOnWhichItBegan() {
        String address = newAddress();
        try (BrowserContext browser = visitor(360, 780, true)) {
            signUp(browser, address).close();
        }
        try (BrowserContext browser = visitor(360, 780, true)) {
            Page page = open(browser, "/search?q=heidelberg");
            follow(page, "Sign in");
            signIn(page, address);
            page.waitForURL(waymark.url() + "/search?q=heidelberg");
            assertThat(header(page, "Account")).isVisible();
            assertThat(sidewaysScroll(page)).isFalse();
        }
    }

    @Test
    void allOfItWorksWithoutScripts() {
        String address = newAddress();
        try (BrowserContext browser = visitor(360, 780, false)) {
            Page page = signUp(browser, address);
            press(page, "Sign out");
            follow(page, "Sign in");
            askForCode(page, address);
            page.getByLabel("Code from the mail").fill(mails.code(address, 2));
            press(page, "Continue");
            assertThat(header(page, "Account")).isVisible();
        }
    }

    @Test
    void aLoginNeedsOnlyTheKeyboard() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            signUp(browser, address).close();
        }
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = open(browser, "/login");
            page.getByLabel("Email address").focus();
            page.keyboard().type(address);
            page.keyboard().press("Tab");
            page.keyboard().type(PASSWORD);
            page.keyboard().press("Enter");
            assertThat(heading(page)).hasText("Your account");
        }
    }

    @Test
    void aPasskeySignsInByItselfAndNothingElseIsAsked() {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            authenticator(browser, page);
            page.navigate(waymark.url() + "/account/security");
            follow(page, "Add a passkey");
            page.locator("input[name=name]").fill("My key");
            page.locator("form[data-passkey=create] button").click();
            assertThat(page.locator("#codes")).isVisible();
            assertThat(page.locator("#codes").innerText().strip().lines()).hasSize(10);
            page.navigate(waymark.url() + "/account/security");
            assertThat(page.locator("main")).containsText("My key");
            assertThat(mails.await(address, 2).getLast()).contains("My key");

            press(page, "Sign out");
            assertThat(header(page, "Sign in")).isVisible();
            follow(page, "Sign in");
            // Chromium offers the passkey by itself as well, and its authenticator takes every offer: one way or the
            // other, this is all.
            Locator button =
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in with a passkey"));
            Awaitility.await("signed in").atMost(Duration.ofSeconds(30)).until(() -> {
                if (header(page, "Account").count() == 1) {
                    return true;
                }
                try {
                    button.click(new Locator.ClickOptions().setTimeout(1000));
                } catch (TimeoutError _) {
                    // The page has gone on already.
                }
                return false;
            });
            assertThat(complaints).isEmpty();
        }
    }

    /** Chromium's own software authenticator, which verifies its user by itself. */
    private static void authenticator(BrowserContext browser, Page page) {
        CDPSession session = browser.newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", arguments);
    }

    @Test
    void anAuthenticatorAppIsAskedForAfterAPasswordAndAfterAResetUnlessTheBrowserIsTrusted() {
        String address = newAddress();
        String secret;
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            page.navigate(waymark.url() + "/account/security/totp");
            page.locator("details summary").click();
            secret = page.locator(".secret").innerText().replace(" ", "");
            page.locator("#code").fill(AuthenticatorApp.code(secret, 0));
            page.locator("form.stack button").click();
            assertThat(page.locator("#codes")).isVisible();
        }
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = open(browser, "/login");
            signIn(page, address);
            assertThat(heading(page)).hasText("One more step");
            page.getByLabel("Code from your authenticator app").fill(AuthenticatorApp.code(secret, 1));
            page.getByLabel("Do not ask again in this browser for two weeks").check();
            press(page, "Continue");
            assertThat(heading(page)).hasText("Your account");
            press(page, "Sign out");
            assertThat(header(page, "Sign in")).isVisible();
            follow(page, "Sign in");
            signIn(page, address);
            assertThat(header(page, "Account")).isVisible();
        }
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = open(browser, "/reset");
            askForCode(page, address);
            page.getByLabel("Code from the mail").fill(resetCode(address));
            press(page, "Continue");
            assertThat(heading(page)).hasText("One more step");
        }
    }

    private static String resetCode(String address) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> mails.to(address).stream().anyMatch(mail -> mail.contains("set a new password")));
        return mails.code(address, mails.to(address).size());
    }

    @Test
    void aSessionThatIsEndedElsewhereIsOverAtTheGatewayWithinASecondOrSo() {
        String address = newAddress();
        try (BrowserContext first = visitor(1280, 900, true);
                BrowserContext second = visitor(1280, 900, true)) {
            Page page = signUp(first, address);
            Page other = open(second, "/login");
            signIn(other, address);
            assertThat(header(other, "Account")).isVisible();

            page.navigate(waymark.url() + "/account/sessions");
            press(page, "End all others");
            long ended = System.nanoTime();

            Awaitility.await("the other session is over")
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        other.navigate(waymark.url() + "/plans");
                        return header(other, "Sign in").count() == 1;
                    });
            System.out.printf(
                    "ended elsewhere after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - ended).toMillis());
            page.navigate(waymark.url() + "/plans");
            assertThat(header(page, "Account")).isVisible();
        }
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() throws IOException {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = signUp(browser, address);
            HttpServer evil = server(
                    "<form method=post action=" + waymark.url()
                            + "/account/sessions><input name=others value=true></form><script>document.forms[0].submit()</script>");
            try {
                // Another port is another origin of the same site: the cookies come along.
                page.navigate("http://localhost:" + evil.getAddress().getPort() + "/");
                page.waitForURL(waymark.url() + "/account/sessions");
                assertThat(page.locator("main")).containsText("403");
                page.navigate(waymark.url() + "/plans");
                assertThat(header(page, "Account")).isVisible();
            } finally {
                evil.stop(0);
            }
        }
    }

    private static HttpServer server(String html) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 4);
        server.createContext("/", exchange -> {
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void theLoginFormLeadsToARegisteredClientAndToNoOther() throws Exception {
        String address = newAddress();
        try (BrowserContext browser = visitor(1280, 900, true)) {
            signUp(browser, address).close();
        }
        HttpServer client = server("<h1>The client</h1>");
        String redirect = "http://localhost:" + client.getAddress().getPort() + "/callback";
        try (BrowserContext browser = visitor(1280, 900, true)) {
            waymark.command(
                    Part.IDENTITY,
                    "client",
                    "create",
                    "reader",
                    "--redirect-uri",
                    redirect,
                    "--public",
                    "--scope",
                    "openid");
            Page page = browser.newPage();
            page.navigate(waymark.url() + "/oauth2/authorize?response_type=code&client_id=reader&scope=openid&state=abc"
                    + "&code_challenge_method=S256&code_challenge=" + challenge("a".repeat(43)) + "&redirect_uri="
                    + URLEncoder.encode(redirect, StandardCharsets.UTF_8));
            signIn(page, address);
            page.waitForURL(url -> url.startsWith(redirect));
            assertThat(page.url()).contains("code=").contains("state=abc").contains("iss=");

            page.navigate(waymark.url() + "/oauth2/authorize?response_type=code&client_id=reader&scope=openid"
                    + "&code_challenge_method=S256&code_challenge=" + challenge("a".repeat(43))
                    + "&redirect_uri=https%3A%2F%2Fevil.example%2F");
            assertThat(page.url()).startsWith(waymark.url());
            assertThat(complaints).noneMatch(complaint -> complaint.contains("form-action"));
        } finally {
            client.stop(0);
        }
    }

    private static String challenge(String verifier) throws GeneralSecurityException {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void theFirstAdministratorIsMadeByACommandAndNeedsASecondFactor() {
        String address = newAddress();
        waymark.command(Part.IDENTITY, "account", "create", address, "--role", "administrator");
        try (BrowserContext browser = visitor(1280, 900, true)) {
            Page page = open(browser, "/login");
            page.getByLabel("Email address").fill(address);
            press(page, "Mail me a code");
            page.getByLabel("Code from the mail").fill(mails.code(address, 1));
            press(page, "Continue");
            assertThat(heading(page)).hasText("Your account");

            page.navigate(waymark.url() + "/admin/accounts");
            assertThat(page.locator("main a[href='/account/security']").first()).isVisible();
            authenticator(browser, page);
            page.navigate(waymark.url() + "/account/security/passkeys");
            page.locator("form[data-passkey=create] button").click();
            assertThat(page.locator("#codes")).isVisible();
            page.navigate(waymark.url() + "/admin/accounts");
            page.locator("main form input[type=text], main form input[type=search], main form input[type=email]")
                    .first()
                    .fill(address);
            page.locator("main form button").first().click();
            assertThat(page.locator("main")).containsText(address);
        }
    }

    @Test
    void everybodyCanUseThePagesOfAnAccount() {
        String address = newAddress();
        try (BrowserContext browser = visitor(screen(360, 780).setColorScheme(ColorScheme.LIGHT))) {
            Page page = signUp(browser, address);
            List<String> paths = List.of(
                    "/account",
                    "/account/security",
                    "/account/security/totp",
                    "/account/security/passkeys",
                    "/account/sessions",
                    "/account/data",
                    "/account/password",
                    "/account/address",
                    "/login/again",
                    "/de/account",
                    "/de/account/security",
                    "/de/account/data");
            for (String path : paths) {
                usable(page, path, "signed-in");
            }
            press(page, "Abmelden");
            for (String path : List.of("/login", "/sign-up", "/reset", "/de/login", "/de/sign-up", "/de/reset")) {
                usable(page, path, "anonymous");
            }
        }
    }

    private static void usable(Page page, String path, String state) {
        page.navigate(waymark.url() + path);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(scheme)
                    // No colour on its way from one scheme to the other.
                    .setReducedMotion(ReducedMotion.REDUCE));
            assertThat(new AxeBuilder(page).analyze().getViolations().stream().map(Object::toString))
                    .as("%s in %s", path, scheme)
                    .isEmpty();
        }
        assertThat(sidewaysScroll(page)).as(path).isFalse();
        screenshot(page, state + path.replace('/', '-'));
    }
}

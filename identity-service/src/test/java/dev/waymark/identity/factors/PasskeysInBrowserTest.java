package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.waymark.identity.Chromium;
import dev.waymark.identity.FactorServer;
import dev.waymark.identity.GatewayPart;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.passkeys.PasskeyStore;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The script of passkeys, in Chromium with an authenticator of its own, under the policy that the site has. */
class PasskeysInBrowserTest {
    private static final BrowserPages pages = new BrowserPages();
    private static ConfigurableApplicationContext service;
    private static String origin;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private UUID account;
    private BrowserContext context;
    private Page page;
    private CDPSession devTools;
    private String authenticator;

    @BeforeAll
    static void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        origin = "http://localhost:" + port;
        service = FactorServer.start(
                Clock.systemUTC(),
                Map.of("PUBLIC_ORIGIN", origin, "server.port", String.valueOf(port)),
                List.of(new GatewayPart(), pages));
        pages.context = service;
        chromium = new Chromium();
    }

    @AfterAll
    static void end() {
        chromium.close();
        service.close();
    }

    @BeforeEach
    void signIn() {
        EmailAddress email =
                EmailAddress.of("ada-" + UUID.randomUUID() + "@example.org").orElseThrow();
        Visitor visitor = new Visitor("127.0.0.1", "", Visitor.digest(Visitor.newToken()));
        account = service.getBean(Accounts.class)
                .register(email, null, "Ada", Language.ENGLISH, Actor.person(visitor))
                .orElseThrow();
        String session =
                service.getBean(LoginSessions.class).start(account, Set.of(SignInMethod.EMAILED_CODE), visitor);
        context = chromium.visitor(new Browser.NewContextOptions().setViewportSize(360, 740));
        String site = service.getEnvironment().getRequiredProperty("SITE");
        context.addCookies(List.of(new Cookie(site + "_login", session).setUrl(origin)));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        page = context.newPage();
        devTools = context.newCDPSession(page);
        devTools.send("WebAuthn.enable");
        authenticator = addAuthenticator();
    }

    @AfterEach
    void leave() {
        context.close();
    }

    @Test
    void aPasskeyIsMadeAndSignsIn() {
        make();
        assertThat(page.locator("pre.codes").innerText().lines()).hasSize(10);
        page.waitForSelector("[data-copy]");
        page.waitForSelector("[data-print]");

        page.navigate(origin + "/test/sign-in");
        page.click("text=Sign in with a passkey");

        assertThat(page.locator("#who").innerText()).isEqualTo(account.toString());
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPasskeyIsOfferedAmongTheSuggestions() {
        make();

        page.navigate(origin + "/test/sign-in?conditional");

        assertThat(page.locator("#who").innerText()).isEqualTo(account.toString());
        assertThat(complaints).isEmpty();
    }

    @Test
    void aDeviceThatHasAPasskeySaysSo() {
        make();

        page.navigate(origin + "/account/security/passkeys");
        page.click("form.stack button");

        page.waitForCondition(() -> alert().contains("already has a passkey"));
        assertThat(service.getBean(PasskeyStore.class).all(account)).hasSize(1);
    }

    @Test
    void whoDoesNotShowHimselfToHisDeviceIsToldThatNothingHappened() {
        userIsVerified(false);

        page.navigate(origin + "/account/security/passkeys");
        page.click("form.stack button");
        page.waitForCondition(() -> alert().contains("Nothing was added"));

        userIsVerified(true);
        page.click("form.stack button");
        page.waitForSelector("pre.codes");
    }

    @Test
    void pagesFitOnAPhone() {
        make();
        for (String path : List.of("", "/totp", "/passkeys", "/recovery-codes", "/browsers")) {
            page.navigate(origin + "/de/account/security" + path);
            assertThat((Boolean) page.evaluate(
                            "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                    .as(path)
                    .isFalse();
        }
        assertThat(complaints).isEmpty();
    }

    private void make() {
        page.navigate(origin + "/account/security/passkeys");
        page.fill("#name", "My laptop");
        page.click("form.stack button");
        page.waitForSelector("pre.codes");
    }

    private String alert() {
        return page.locator("form.stack [role=alert]").textContent();
    }

    private void userIsVerified(boolean verified) {
        JsonObject change = new JsonObject();
        change.addProperty("authenticatorId", authenticator);
        change.addProperty("isUserVerified", verified);
        devTools.send("WebAuthn.setUserVerified", change);
    }

    private String addAuthenticator() {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        return devTools.send("WebAuthn.addVirtualAuthenticator", parameters)
                .get("authenticatorId")
                .getAsString();
    }
}

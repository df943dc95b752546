package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.waymark.identity.IdentityServer;
import dev.waymark.identity.MailBox;
import dev.waymark.identity.MovableClock;
import dev.waymark.identity.Requests;
import dev.waymark.identity.TestBrowser;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** KEY_ENCRYPTION_SECRET is changed under a site on which people sign in. */
class ChangedSecretTest {
    private static final String ADDRESS = "ada@people.example";
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final String OLD = "the secret of this site until today";
    private static final String NEW = "the secret of this site from now on";
    private static final MailBox mails = new MailBox();

    private final MovableClock clock = new MovableClock();
    private final String site = IdentityServer.newSite();
    private final Set<String> signedWith = new HashSet<>();

    @AfterAll
    static void stop() {
        mails.close();
    }

    @Test
    @Timeout(240)
    void peopleAndTokensGoOnWhileTheSecretIsChanged() throws Exception {
        TestApp app;
        List<String> recovery;
        try (ConfigurableApplicationContext before = start(OLD, "")) {
            signUp(before);
            LoginSession session = session(before);
            app = TestApp.typed(before.getBean(AuthenticatorApps.class)
                    .setUp(session, account(before))
                    .secret());
            recovery = before.getBean(AuthenticatorApps.class)
                    .confirm(session, code(app), owner())
                    .orElseThrow();
            signsIn(before, app);
        }

        // Each copy can read what the other writes.
        try (ConfigurableApplicationContext last = start(OLD, NEW);
                ConfigurableApplicationContext first = start(NEW, OLD)) {
            signsIn(last, app);
            signsIn(first, app);
            assertThat(withRecoveryCode(first, recovery.get(0))).isTrue();
            typesTheCodeOfOneCopyInAnother(last, first);
            typesTheCodeOfOneCopyInAnother(first, last);
        }

        try (ConfigurableApplicationContext first = start(NEW, OLD)) {
            // Shown and not yet confirmed.
            first.getBean(AuthenticatorApps.class).setUp(session(first), account(first));
            assertThat(reseal(first))
                    .contains("signing_key  1 sealed, 0 left", "totp  1 sealed, 0 left")
                    .extracting(line -> line.split(" ", 2)[0])
                    .containsExactlyInAnyOrder(
                            "signing_key", "totp", "totp_setup", "mail", "emailed_code", "former_key");
            signsIn(first, app);
            assertThat(withRecoveryCode(first, recovery.get(1))).isTrue();
        }

        try (ConfigurableApplicationContext after = start(NEW, "")) {
            signsIn(after, app);
            assertThat(withRecoveryCode(after, recovery.get(2))).isTrue();
            assertThat(withRecoveryCode(after, recovery.get(2))).isFalse();
            assertThat(reseal(after)).allMatch(line -> line.endsWith("  0 sealed, 0 left"));
        }
        assertThat(signedWith).as("the key that signs is the same all the time").hasSize(1);
    }

    /** By password and app, on pages; and the search indexer gets a token. */
    private void signsIn(ConfigurableApplicationContext copy, TestApp app) throws Exception {
        clock.advance(Duration.ofSeconds(60));
        TestBrowser browser = browser(copy);
        HttpResponse<String> second = browser.follow(
                browser.submit(browser.get("/login"), "/login", Map.of("email", ADDRESS, "password", PASSWORD)));
        HttpResponse<String> done =
                browser.submit(second, "/login/second-factor", Map.of("factor", "totp", "typed", code(app)));
        assertThat(TestBrowser.location(done)).isEqualTo("/signin?return=/account");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);

        String token = Requests.json(
                        Requests.token(IdentityServer.address(copy), "search-indexer", IdentityServer.INDEXER_SECRET))
                .path("access_token")
                .asString();
        signedWith.add(SignedJWT.parse(token).getHeader().getKeyID());
    }

    private void typesTheCodeOfOneCopyInAnother(
            ConfigurableApplicationContext one, ConfigurableApplicationContext other) {
        clock.advance(Duration.ofSeconds(60));
        Visitor visitor = visitor();
        Codes codes = one.getBean(Codes.class);
        int before = mails.codes(ADDRESS).size();
        UUID id = codes.send(
                CodePurpose.LOGIN,
                MailKind.LOGIN_CODE,
                EmailAddress.of(ADDRESS).orElseThrow(),
                account(one),
                true,
                Language.ENGLISH,
                Map.of("remembered", "yes"),
                visitor);
        // Either copy sends it, among notices of the logins before.
        await().until(() -> mails.codes(ADDRESS).size() > before);
        String typed = mails.codes(ADDRESS).getLast();
        assertThat(other.getBean(Codes.class).attempt(id, CodePurpose.LOGIN, visitor, typed))
                .hasValueSatisfying(right -> assertThat(right.details()).containsEntry("remembered", "yes"));
    }

    private void signUp(ConfigurableApplicationContext copy) {
        TestBrowser browser = browser(copy);
        HttpResponse<String> form = browser.get("/sign-up");
        HttpResponse<String> code = browser.follow(
                browser.submit(form, "/sign-up", Map.of("email", ADDRESS, "name", "Ada", "password", PASSWORD)));
        browser.submit(code, "/sign-up/code", Map.of("typed", mails.code(ADDRESS, 1)));
    }

    private boolean withRecoveryCode(ConfigurableApplicationContext copy, String code) {
        return copy.getBean(SecondFactors.class).recoveryCode(account(copy).id(), code, owner()) == Verdict.RIGHT;
    }

    private static List<String> reseal(ConfigurableApplicationContext copy) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = IdentityServer.command(copy, new PrintStream(out, true, StandardCharsets.UTF_8), "keys", "reseal");
        assertThat(exit).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private LoginSession session(ConfigurableApplicationContext copy) {
        LoginSessions sessions = copy.getBean(LoginSessions.class);
        return sessions.of(sessions.start(account(copy).id(), Set.of(SignInMethod.PASSWORD), visitor()))
                .orElseThrow();
    }

    private static Account account(ConfigurableApplicationContext copy) {
        return copy.getBean(Accounts.class)
                .byEmail(EmailAddress.of(ADDRESS).orElseThrow())
                .orElseThrow();
    }

    private String code(TestApp app) {
        return Totp.code(app.secret(), clock.instant().getEpochSecond() / Totp.STEP_SECONDS);
    }

    private static Actor owner() {
        return Actor.person(visitor());
    }

    private static Visitor visitor() {
        return new Visitor("10.1.2.3", "Firefox", Visitor.digest("a browser"));
    }

    private static TestBrowser browser(ConfigurableApplicationContext copy) {
        return new TestBrowser(IdentityServer.address(copy), "10.1.2.3");
    }

    private ConfigurableApplicationContext start(String secret, String former) {
        Map<String, Object> settings = IdentityServer.settings(site);
        settings.put("MAIL_URL", mails.url());
        settings.put("RATE_LIMIT_EXEMPT", "10.0.0.0/8");
        settings.put("KEY_ENCRYPTION_SECRET", secret);
        settings.put("KEY_ENCRYPTION_SECRET_FORMER", former);
        return IdentityServer.start(settings, clock);
    }
}

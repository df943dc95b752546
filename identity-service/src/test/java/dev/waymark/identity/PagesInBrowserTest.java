package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.waymark.identity.BrowserSite.Person;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.hashing.HashingLimit;
import dev.waymark.platform.pages.Language;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page can be used by everybody, on every screen, in both schemes and both languages. */
class PagesInBrowserTest {
    private static final String CALLBACK = "https://katalog.universitaetsbibliothek-oberkrumbach.example/auth/callback";
    private static final Pattern UNDO = Pattern.compile("/account/address/undo\\?token=[A-Za-z0-9_-]+");

    private static BrowserSite site;

    @BeforeAll
    static void open() {
        site = new BrowserSite();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void signingIn(Language language) {
        Person person = site.person();
        Page page = site.stranger();

        show(page, language, "/login", "login");
        signIn(page, person, "not this one");
        look(page, language, "login-wrong");
        for (int attempt = 1; attempt < 5; attempt++) {
            signIn(page, person, "not this one");
        }
        assertThat(signIn(page, person, "not this one").status()).isEqualTo(429);
        look(page, language, "login-too-many");
    }

    @ParameterizedTest
    @EnumSource
    void signingUp(Language language) {
        Page page = site.stranger();

        show(page, language, "/sign-up", "sign-up");
        page.fill("#email", "newcomer@" + language.tag() + ".example");
        page.fill("#password", "short");
        press(page, "main [type=submit]");
        look(page, language, "sign-up-wrong");
        page.fill("#password", BrowserSite.PASSWORD);
        press(page, "main [type=submit]");
        look(page, language, "sign-up-code");
        for (int attempt = 0; attempt < 3; attempt++) {
            page.fill("#typed", "BBBB-BBBB");
            press(page, "main [type=submit] >> nth=0");
        }
        look(page, language, "code-over");
    }

    @ParameterizedTest
    @EnumSource
    void aSecondStep(Language language) {
        Person person = site.person();
        site.addFactors(person);
        Page page = site.stranger();
        page.navigate(language.path("/login"));
        signIn(page, person, BrowserSite.PASSWORD);

        page.click("summary");
        look(page, language, "second-factor");
        page.fill("#recovery", "0000-0000-0000-0000");
        press(page, "form:has(#recovery) [type=submit]");
        look(page, language, "second-factor-wrong");

        Page signedIn = site.browser(person);
        site.sql
                .sql("update login_session set authenticated_at = now() - interval '1 hour' where account_id = ?")
                .param(person.account())
                .update();
        signedIn.navigate(language.path("/account/address"));
        look(signedIn, language, "again");
    }

    @ParameterizedTest
    @EnumSource
    void aForgottenPassword(Language language) {
        Person person = site.person();
        Page page = site.stranger();

        show(page, language, "/reset", "reset");
        page.fill("#email", person.email());
        press(page, "main [type=submit]");
        look(page, language, "reset-code");
        page.fill("#typed", "BBBB-BBBB");
        press(page, "main [type=submit] >> nth=0");
        look(page, language, "reset-code-wrong");
        page.fill("#typed", site.mails.code(person.email(), 1));
        press(page, "main [type=submit] >> nth=0");
        look(page, language, "reset-password");
        page.fill("#password", "short");
        press(page, "main [type=submit]");
        look(page, language, "reset-password-wrong");
        page.fill("#password", "umbrellas for quiet otters");
        press(page, "main [type=submit]");
        look(page, language, "reset-done");
        show(page, language, "/reset/password?login=" + person.account(), "reset-over");
    }

    @ParameterizedTest
    @EnumSource
    void oneselfAndOnesData(Language language) {
        Person person = site.person();
        site.session(person);
        Page page = site.browser(person);

        show(page, language, "/account", "profile");
        show(page, language, "/account/sessions", "sessions");
        show(page, language, "/account/password", "password");
        show(page, language, "/account/data", "data");
        page.fill("#confirmed", person.email());
        press(page, "button.danger");
        look(page, language, "deletion-pending");
    }

    @ParameterizedTest
    @EnumSource
    void anotherAddressAndTheWayBack(Language language) {
        Person person = site.person();
        String next = "next-" + person.email();
        Page page = site.browser(person);

        show(page, language, "/account/address", "address");
        page.fill("#email", next);
        press(page, "main [type=submit]");
        look(page, language, "address-code");
        page.fill("#typed", site.mails.code(next, 1));
        press(page, "main [type=submit] >> nth=0");
        look(page, language, "address-done");

        Matcher link = UNDO.matcher(site.mails.await(person.email(), 1).getFirst());
        assertThat(link.find()).isTrue();
        show(page, language, link.group(), "undo");
        press(page, "main [type=submit]");
        look(page, language, "undo-done");
        show(page, language, link.group(), "undo-over");
    }

    @ParameterizedTest
    @EnumSource
    void whatProtectsAnAccount(Language language) {
        Person person = site.person();
        Page page = site.browser(person);

        show(page, language, "/account/security", "security-none");
        show(page, language, "/account/security/totp", "totp");
        page.fill("#code", "000000");
        press(page, "main [type=submit]");
        look(page, language, "totp-wrong");
        show(page, language, "/account/security/passkeys", "passkey");
        site.addFactors(person);
        show(page, language, "/account/security", "security");
        show(page, language, "/account/security/recovery-codes", "codes");
        press(page, "main [type=submit]");
        page.waitForSelector("[data-print]:not([hidden])");
        look(page, language, "codes-shown");
        page.navigate(language.path("/account/security"));
        press(page, "a[href$=remove] >> nth=0");
        look(page, language, "factor-remove");
    }

    @ParameterizedTest
    @EnumSource
    void anotherApplicationAndSigningOut(Language language) throws Exception {
        String client = "katalog-der-universitaetsbibliothek-" + language.tag();
        IdentityServer.command(
                site.service,
                System.out,
                "client",
                "create",
                client,
                "--redirect-uri",
                CALLBACK,
                "--scope",
                "openid,profile,email");
        Person person = site.person();
        Page page = site.browser(person);
        String locale = "&ui_locales=" + language.tag();

        page.navigate("/oauth2/authorize?response_type=code&client_id=" + client + "&redirect_uri="
                + Provider.encoded(CALLBACK)
                + "&scope=openid%20profile%20email&code_challenge_method=S256&code_challenge=" + Provider.CHALLENGE
                + locale);
        look(page, language, "consent");
        page.navigate("/oauth2/authorize?client_id=nobody" + locale);
        look(page, language, "unknown-client");
        page.navigate("/oauth2/logout?client_id=" + client + locale);
        look(page, language, "sign-out");
        press(page, "main [type=submit]");
        look(page, language, "signed-out");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheStaffSeesOfAccounts(Language language) {
        Person person = site.person();
        site.addFactors(person);
        site.session(person);
        site.sql.sql("""
                        insert into audit_event (at, account_id, type, actor, address, user_agent, details)
                        select now() - n * interval '1 hour', ?, 'sign_in_failed', 'person', '2001:db8:85a3:8d3:1319:8a2e:370:7348',
                            'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '{"method": "password"}'
                        from generate_series(1, 60) n
                        """).param(person.account()).update();
        Person administrator = site.person(StaffRole.ADMINISTRATOR);
        Page page = site.browser(administrator);
        String account = "/admin/accounts/" + person.account();

        show(page, language, "/admin/accounts", "admin-no-factor");
        site.addFactors(administrator);
        show(page, language, "/admin/accounts", "admin-accounts");
        search(page, "nobody");
        look(page, language, "admin-accounts-nothing");
        search(page, "maximiliane");
        look(page, language, "admin-accounts-found");
        show(page, language, account, "admin-account");
        page.locator("#disable-reason").evaluate("field => field.required = false");
        press(page, "form[action$=disable] button");
        look(page, language, "admin-account-no-reason");
        page.fill(
                "#disable-reason",
                "The owner has called: the telephone and the bag with the papers in it were stolen in Oberkrumbach.");
        press(page, "form[action$=disable] button");
        site.service.getBean(AccountDeletions.class).request(person.account(), Actor.system());
        show(page, language, account + "?done=disabled", "admin-account-disabled");
        press(page, "a[rel=next]");
        look(page, language, "admin-account-older");
        show(page, language, "/admin/accounts/" + administrator.account(), "admin-account-own");
    }

    @ParameterizedTest
    @EnumSource
    void whatAdministratorsDoWithClients(Language language) {
        Person administrator = site.person(StaffRole.ADMINISTRATOR);
        site.addFactors(administrator);
        Page page = site.browser(administrator);
        String name = "bibliothekskatalog-oberkrumbach-" + language.tag();

        show(page, language, "/admin/new-client", "admin-client-new");
        page.fill("#name", name + "!");
        page.fill("#redirect_uris", "no address of a page");
        press(page, "main [type=submit]");
        look(page, language, "admin-client-faults");
        page.fill("#name", name);
        page.fill("#redirect_uris", CALLBACK + "\nhttp://localhost:3000/callback");
        press(page, "main [type=submit]");
        page.waitForSelector("[data-copy]:not([hidden])");
        look(page, language, "admin-client-secret");
        show(page, language, "/admin/clients/" + name, "admin-client");
        press(page, "form[action$=disable] button");
        look(page, language, "admin-client-off");
        show(page, language, "/admin/clients/" + name + "/delete", "admin-client-delete");
        show(page, language, "/admin/clients/gateway", "admin-client-own");
        show(page, language, "/admin/new-machine", "admin-machine-new");
        show(page, language, "/admin/clients", "admin-clients");
    }

    @ParameterizedTest
    @EnumSource
    void whenSomethingIsWrong(Language language) throws Exception {
        Person person = site.person();
        Page page = site.stranger();

        assertThat(page.navigate(language.path("/account/nowhere")).status()).isEqualTo(404);
        look(page, language, "error-404");
        page.navigate(language.path("/login"));
        page.context().clearCookies();
        assertThat(signIn(page, person, BrowserSite.PASSWORD).status()).isEqualTo(403);
        look(page, language, "error-expired");
        page.navigate(language.path("/login/consent?continue=nothing"));
        look(page, language, "error-400");
        page.navigate(language.path("/login"));
        try (Flood _ = new Flood(site.service.getBean(HashingLimit.class))) {
            assertThat(signIn(page, person, BrowserSite.PASSWORD).status()).isEqualTo(503);
        }
        look(page, language, "error-busy");
    }

    @Test
    void anAccountIsLockedWithTheKeyboardAlone() {
        Person person = site.person();
        Person support = site.person(StaffRole.SUPPORT);
        site.addFactors(support);
        Page page = site.browser(support);
        page.navigate("/admin/accounts");

        tabTo(page, "#q");
        page.keyboard().type(person.email());
        enter(page);
        tabTo(page, "th a");
        enter(page);
        tabTo(page, "#disable-reason");
        page.keyboard().type("The telephone was stolen.");
        tabTo(page, "form[action$=disable] button");
        enter(page);

        assertThat(page.locator("main [role=status]").innerText()).contains("locked");
        assertThat(site.service
                        .getBean(Accounts.class)
                        .byId(person.account())
                        .orElseThrow()
                        .enabled())
                .isFalse();
    }

    private static void enter(Page page) {
        page.waitForNavigation(() -> page.keyboard().press("Enter"));
    }

    /** As somebody does who has no mouse; whatever is reached on the way shows that it is. */
    private static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 60; presses++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .as(String.valueOf(page.evaluate("document.activeElement.outerHTML")))
                    .isNotEqualTo("none");
            if (Boolean.TRUE.equals(page.evaluate("selector => document.activeElement.matches(selector)", selector))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not get to " + selector);
    }

    /** Takes all places where passwords are hashed. */
    private static final class Flood implements AutoCloseable {
        private final CountDownLatch over = new CountDownLatch(1);

        Flood(HashingLimit limit) {
            for (int one = 0; one <= Runtime.getRuntime().availableProcessors(); one++) {
                Thread.ofVirtual().start(() -> limit.run(this::last));
            }
            Awaitility.await().until(() -> limit.waiting() > 0);
        }

        private boolean last() {
            try {
                return over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                return false;
            }
        }

        @Override
        public void close() {
            over.countDown();
        }
    }

    private static void show(Page page, Language language, String path, String name) {
        page.navigate(language.path(path));
        look(page, language, name);
    }

    private static void look(Page page, Language language, String name) {
        assertThat(page.locator("html").getAttribute("lang")).as(name).isEqualTo(language.tag());
        Looks.areGood(page, name + "-" + language.tag());
    }

    private static Response signIn(Page page, Person person, String password) {
        page.fill("#email", person.email());
        page.fill("#password", password);
        return press(page, "main form:has(#password) [type=submit] >> nth=0");
    }

    private static void search(Page page, String text) {
        page.fill("#q", text);
        press(page, "main [type=submit]");
    }

    /** Sends a form, or follows a link. */
    private static Response press(Page page, String selector) {
        return page.waitForNavigation(() -> page.click(selector));
    }
}

package dev.waymark.identity.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.Chore;
import dev.waymark.identity.IdentityServer;
import dev.waymark.identity.MailBox;
import dev.waymark.identity.MovableClock;
import dev.waymark.identity.TestBrowser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do with their accounts, as browsers without scripts do it. */
class ProfileFlowsTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final MovableClock clock = new MovableClock();
    private static final MailBox mails = new MailBox();
    private static ConfigurableApplicationContext identity;

    @BeforeAll
    static void start() {
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.put("MAIL_URL", mails.url());
        settings.put("RATE_LIMIT_EXEMPT", "10.0.0.0/8");
        identity = IdentityServer.start(settings, clock);
    }

    @AfterAll
    static void stop() {
        identity.close();
        mails.close();
    }

    private static String newAddress() {
        return "owner" + addresses.incrementAndGet() + "@people.example";
    }

    private static TestBrowser browser() {
        return new TestBrowser(IdentityServer.address(identity), "10.1.2.3");
    }

    private static JdbcClient sql() {
        return identity.getBean(JdbcClient.class);
    }

    private static TestBrowser signedUp(String address) {
        letTheNextMailBeAllowed();
        TestBrowser browser = browser();
        int before = mails.to(address).size();
        HttpResponse<String> code = browser.follow(
                browser.submit(browser.get("/sign-up"), "/sign-up", Map.of("email", address, "password", PASSWORD)));
        browser.submit(code, "/sign-up/code", Map.of("typed", mails.code(address, before + 1)));
        return browser;
    }

    /** An address is sent a code every ten seconds at most. */
    private static void letTheNextMailBeAllowed() {
        clock.advance(Duration.ofSeconds(11));
    }

    private static TestBrowser signedIn(String address) {
        TestBrowser browser = browser();
        assertThat(signIn(browser, address, PASSWORD)).isEqualTo(303);
        return browser;
    }

    private static int signIn(TestBrowser browser, String address, String password) {
        return browser.submit(browser.get("/login"), "/login", Map.of("email", address, "password", password))
                .statusCode();
    }

    /** As if everybody had shown six minutes ago who he is. */
    private static void letLoginsGrowOld(String address) {
        sql().sql("""
                update login_session set authenticated_at = authenticated_at - interval '6 minutes'
                where account_id = (select id from account where email_key = ?)
                """).param(address).update();
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndComesBack() {
        HttpResponse<String> answer = browser().get("/de/account/sessions?x=1");

        assertThat(TestBrowser.location(answer)).isEqualTo("/signin?return=%2Fde%2Faccount%2Fsessions%3Fx%3D1");
    }

    @Test
    void whatMattersAsksOnceMoreAfterFiveMinutesAndLeadsBack() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        assertThat(browser.get("/account/password").statusCode()).isEqualTo(200);
        letLoginsGrowOld(address);

        HttpResponse<String> again = browser.follow(browser.get("/account/password"));
        assertThat(again.body()).contains("Is it you?");
        HttpResponse<String> wrong = browser.submit(again, "/login/again", Map.of("typed", "no, not at all"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        HttpResponse<String> right = browser.submit(again, "/login/again", Map.of("typed", PASSWORD));

        assertThat(TestBrowser.location(right)).isEqualTo("/account/password");
        assertThat(browser.get("/account/password").statusCode()).isEqualTo(200);
    }

    @Test
    void aMailedCodeWillDoAsWell() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        letLoginsGrowOld(address);
        letTheNextMailBeAllowed();
        HttpResponse<String> again = browser.follow(browser.get("/account/address"));

        HttpResponse<String> code = browser.follow(browser.submit(again, "/login/again/code/send", Map.of()));
        HttpResponse<String> right = browser.submit(code, "/login/again/code", Map.of("typed", mails.code(address, 2)));

        assertThat(TestBrowser.location(right)).isEqualTo("/account/address");
    }

    @Test
    void aNewPasswordEndsTheOtherSessionsAndIsToldByMail() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        TestBrowser other = signedIn(address);
        HttpResponse<String> form = browser.get("/account/password");

        assertThat(TestBrowser.error(browser.submit(
                        form, "/account/password", Map.of("current", PASSWORD, "password", "too short"))))
                .contains("at least");
        assertThat(TestBrowser.error(browser.submit(
                        form, "/account/password", Map.of("current", "no", "password", "umbrellas for quiet otters"))))
                .contains("not your password");
        HttpResponse<String> done = browser.submit(
                form, "/account/password", Map.of("current", PASSWORD, "password", "umbrellas for quiet otters"));

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(other.get("/account").statusCode()).isEqualTo(303);
        assertThat(signIn(browser(), address, PASSWORD)).isEqualTo(422);
        assertThat(signIn(browser(), address, "umbrellas for quiet otters")).isEqualTo(303);
        assertThat(mails.await(address, 3)).anyMatch(mail -> mail.contains("Firefox, Linux"));
    }

    @Test
    void aNewAddressIsProvenAndTheOldOneCanTakeItBack() {
        String old = newAddress();
        String next = newAddress();
        TestBrowser browser = signedUp(old);
        HttpResponse<String> code = browser.follow(
                browser.submit(browser.get("/account/address"), "/account/address", Map.of("email", next)));
        assertThat(signIn(browser(), next, PASSWORD)).isEqualTo(422);

        HttpResponse<String> done = browser.submit(code, "/account/address/code", Map.of("typed", mails.code(next, 1)));
        assertThat(browser.follow(done).body()).contains(next).contains("We have told the old one");
        assertThat(signIn(browser(), old, PASSWORD)).isEqualTo(422);

        String link = undoLink(old);
        TestBrowser owner = browser();
        HttpResponse<String> ask = owner.get(link);
        assertThat(signIn(browser(), next, PASSWORD))
                .as("looking at a link changes nothing")
                .isEqualTo(303);
        HttpResponse<String> undone = owner.submit(ask, "/account/address/undo", Map.of());
        assertThat(undone.body()).contains("is restored");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(signIn(browser(), old, PASSWORD)).isEqualTo(303);
        assertThat(signIn(browser(), next, PASSWORD)).isEqualTo(422);
        assertThat(owner.submit(ask, "/account/address/undo", Map.of()).body()).contains("used already");
    }

    private static String undoLink(String address) {
        String mail = mails.await(address, 2).stream()
                .filter(text -> text.contains("/account/address/undo"))
                .findFirst()
                .orElseThrow();
        Matcher link =
                Pattern.compile("/account/address/undo\\?token=[A-Za-z0-9_-]+").matcher(mail);
        assertThat(link.find()).isTrue();
        return link.group();
    }

    @Test
    void anAddressThatBelongsToSomebodyLooksTheSameAndIsNotTaken() {
        String known = newAddress();
        signedUp(known);
        String mine = newAddress();
        TestBrowser browser = signedUp(mine);
        letTheNextMailBeAllowed();
        HttpResponse<String> form = browser.get("/account/address");

        HttpResponse<String> first = browser.follow(browser.submit(form, "/account/address", Map.of("email", known)));
        HttpResponse<String> second =
                browser.follow(browser.submit(form, "/account/address", Map.of("email", "nobody@people.example")));

        assertThat(first.body().replaceAll("value=\"[^\"]*\"", "").replace(known, "A"))
                .isEqualTo(second.body().replaceAll("value=\"[^\"]*\"", "").replace("nobody@people.example", "A"));
        assertThat(mails.await(known, 2).getLast()).doesNotContainPattern("\\b[B-Z]{4}-[B-Z]{4}\\b");
    }

    @Test
    void aSessionCanBeEndedFromAnotherBrowserAndNotByAnotherPerson() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        TestBrowser other = signedIn(address);
        TestBrowser stranger = signedUp(newAddress());
        HttpResponse<String> list = browser.get("/account/sessions");
        assertThat(list.body())
                .contains("this browser")
                .contains("Firefox, Linux")
                .contains("10.1.2.3");
        Map<String, String> form = new HashMap<>(TestBrowser.hidden(list, "/account/sessions"));

        Map<String, String> foreign = new HashMap<>(TestBrowser.hidden(stranger.get("/account"), "/account"));
        foreign.put("session", form.getOrDefault("session", ""));
        stranger.post("/account/sessions", foreign);
        assertThat(other.get("/account").statusCode()).isEqualTo(200);

        browser.post("/account/sessions", form);
        assertThat(other.get("/account").statusCode()).isEqualTo(303);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void allOtherSessionsEndAtOnce() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        TestBrowser second = signedIn(address);
        TestBrowser third = signedIn(address);
        Map<String, String> form = new HashMap<>(TestBrowser.hidden(browser.get("/account"), "/account"));
        form.put("others", "true");

        browser.post("/account/sessions", form);

        assertThat(second.get("/account").statusCode()).isEqualTo(303);
        assertThat(third.get("/account").statusCode()).isEqualTo(303);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(sql().sql(
                                "select payload from outbox where type = 'account.sessions_ended' order by position desc limit 1")
                        .query(String.class)
                        .single())
                .containsPattern("\"sessions\":\\[\"[0-9a-f-]{36}\",\"[0-9a-f-]{36}\"]");
    }

    @Test
    void theExportHoldsWhatIsKnownAndNoSecret() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);

        HttpResponse<String> file = browser.submit(browser.get("/account/data"), "/account/data/export", Map.of());

        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("account.json");
        assertThat(file.body()).contains(address).contains("signed_in").contains("10.1.2.3");
        assertThat(file.body()).doesNotContain("argon2");
        assertThat(sql().sql("select count(*) from outbox where type = 'account.data_requested'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void anAccountIsDeletedAfterItsGraceUnlessItsOwnerChangesHisMind() {
        String kept = newAddress();
        String gone = newAddress();
        TestBrowser keeper = askedForDeletion(kept);
        askedForDeletion(gone);
        keeper.submit(keeper.get("/account/data"), "/account/data/keep", Map.of());
        assertThat(keeper.get("/account/data").body()).contains("Delete account");

        sql().sql("update account set delete_after = delete_after - interval '15 days' where delete_after is not null")
                .update();
        identity.getBeansOfType(Chore.class).values().forEach(Chore::run);

        assertThat(mails.await(gone, 3).getLast()).contains("was deleted");
        assertThat(signIn(browser(), gone, PASSWORD)).isEqualTo(422);
        assertThat(signIn(browser(), kept, PASSWORD)).isEqualTo(303);
        assertThat(sql().sql(
                                "select payload is null from outbox where topic = 'account.state' order by position desc limit 1")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(signedUp(gone).get("/account").statusCode())
                .as("the address is free again")
                .isEqualTo(200);
    }

    private static TestBrowser askedForDeletion(String address) {
        TestBrowser browser = signedUp(address);
        HttpResponse<String> page = browser.get("/account/data");
        assertThat(browser.submit(page, "/account/data/delete", Map.of("confirmed", "somebody@else.example"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.submit(page, "/account/data/delete", Map.of("confirmed", address))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.get("/account/data").body()).contains("will be deleted on");
        return browser;
    }

    @Test
    void aNameAndTheLanguageOfMailsCanBeChanged() {
        TestBrowser browser = signedUp(newAddress());

        HttpResponse<String> saved = browser.follow(browser.submit(
                browser.get("/account"), "/account", Map.of("name", "Ada <b>Lovelace</b>", "language", "de")));

        assertThat(saved.body()).contains("Saved.").contains("Ada &lt;b>Lovelace&lt;/b>");
        assertThat(browser.get("/de/account").body()).contains("Sprache der E-Mails");
    }

    @Test
    void theAuditLogIsOnlyAppendedTo() {
        signedUp(newAddress());

        assertThat(refused("update audit_event set type = 'x'")).contains("only appended to");
        assertThat(refused("delete from audit_event")).contains("only appended to");
        assertThat(refused("truncate audit_event")).contains("only appended to");
    }

    private static String refused(String statement) {
        try {
            sql().sql(statement).update();
            return "";
        } catch (org.springframework.dao.DataAccessException e) {
            return String.valueOf(e.getMostSpecificCause().getMessage());
        }
    }
}

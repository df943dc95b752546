package dev.waymark.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.IdentityServer;
import dev.waymark.identity.MailBox;
import dev.waymark.identity.MovableClock;
import dev.waymark.identity.TestBrowser;
import dev.waymark.testing.EventContract;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing up and in as browsers without scripts do it; two copies of the service share a database. */
class SignInFlowsTest {
    private static final String PASSWORD = "marmalade on seven bicycles";
    private static final AtomicInteger addresses = new AtomicInteger();
    private static final MovableClock clock = new MovableClock();
    private static final MailBox mails = new MailBox();
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;

    @BeforeAll
    static void start() {
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.put("MAIL_URL", mails.url());
        settings.put("RATE_LIMIT_EXEMPT", "10.0.0.0/8");
        one = IdentityServer.start(settings, clock);
        two = IdentityServer.start(settings, clock);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        mails.close();
    }

    private static String newAddress() {
        return "person" + addresses.incrementAndGet() + "@people.example";
    }

    private static TestBrowser browser() {
        return browser(one);
    }

    private static TestBrowser browser(ConfigurableApplicationContext copy) {
        return new TestBrowser(IdentityServer.address(copy), "10.1.2.3");
    }

    private static JdbcClient sql() {
        return one.getBean(JdbcClient.class);
    }

    private static HttpResponse<String> signUp(TestBrowser browser, String address) {
        HttpResponse<String> form = browser.get("/sign-up");
        return browser.follow(
                browser.submit(form, "/sign-up", Map.of("email", address, "name", "Ada", "password", PASSWORD)));
    }

    /** A browser that is signed in with a new account. */
    private static TestBrowser signedUp(String address) {
        TestBrowser browser = browser();
        HttpResponse<String> code = signUp(browser, address);
        HttpResponse<String> done = browser.submit(code, "/sign-up/code", Map.of("typed", mails.code(address, 1)));
        assertThat(TestBrowser.location(done)).isEqualTo("/signin?return=/account");
        return browser;
    }

    /** An address is sent a code every ten seconds at most. */
    private static void letTheNextMailBeAllowed() {
        clock.advance(Duration.ofSeconds(11));
    }

    private static boolean isSignedIn(TestBrowser browser) {
        return browser.get("/account").statusCode() == 200;
    }

    private static HttpResponse<String> signIn(TestBrowser browser, String address, String password) {
        return browser.submit(browser.get("/login"), "/login", Map.of("email", address, "password", password));
    }

    @Test
    void whoTypesTheMailedCodeHasAnAccountAndIsSignedIn() {
        String address = newAddress();
        TestBrowser browser = browser();
        assertThat(isSignedIn(browser)).isFalse();

        HttpResponse<String> code = signUp(browser, address);
        assertThat(code.body()).contains(address).contains("Check your mail");
        assertThat(accounts(address)).isZero();
        HttpResponse<String> done = browser.submit(code, "/sign-up/code", Map.of("typed", mails.code(address, 1)));

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(browser.get("/account").body()).contains(address).contains("Ada");
        assertThat(accounts(address)).isEqualTo(1);
    }

    private static long accounts(String address) {
        return sql().sql("select count(*) from account where email_key = ?")
                .param(address)
                .query(Long.class)
                .single();
    }

    @Test
    void theSignUpOfAnAddressThatIsKnownLooksTheSameAndMailsSomethingElse() {
        String known = newAddress();
        String unknown = newAddress();
        signedUp(known);
        letTheNextMailBeAllowed();

        HttpResponse<String> first = signUp(browser(), known);
        HttpResponse<String> second = signUp(browser(), unknown);

        assertThat(masked(first, known)).isEqualTo(masked(second, unknown));
        assertThat(mails.await(known, 2).getLast()).contains("already").doesNotContainPattern("[B-Z]{4}-[B-Z]{4}");
        assertThat(mails.await(unknown, 1)).hasSize(1);
    }

    /** A page without what differs in every answer. */
    private static String masked(HttpResponse<String> page, String address) {
        return page.statusCode()
                + page.body()
                        .replace(address, "ADDRESS")
                        .replaceAll("name=\"(_csrf|code)\" value=\"[^\"]*\"", "name=\"$1\"")
                        .replaceAll("code=[0-9a-f-]{36}", "code=");
    }

    @Test
    void aPasswordLetsInAndAWrongOneSaysNothingOfTheAddress() {
        String known = newAddress();
        String unknown = newAddress();
        signedUp(known);

        TestBrowser right = browser();
        assertThat(signIn(right, known, PASSWORD).statusCode()).isEqualTo(303);
        assertThat(isSignedIn(right)).isTrue();

        TestBrowser stranger = browser();
        HttpResponse<String> wrong = signIn(stranger, known, "another password of some length");
        HttpResponse<String> nobody = signIn(browser(), unknown, "another password of some length");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(TestBrowser.error(wrong)).contains("does not match");
        assertThat(masked(wrong, known)).isEqualTo(masked(nobody, unknown));
        assertThat(isSignedIn(stranger)).isFalse();
    }

    @Test
    void aMailedCodeLetsInOnceInTheBrowserThatAskedHoweverItIsTyped() {
        String address = newAddress();
        signedUp(address);
        TestBrowser browser = browser();
        HttpResponse<String> page = askForCode(browser, address);
        String code = mails.code(address, 2);
        Map<String, String> fields = new HashMap<>(TestBrowser.hidden(page, "/login/code"));

        TestBrowser thief = browser();
        Map<String, String> stolen = new HashMap<>(fields);
        stolen.putAll(TestBrowser.hidden(thief.get("/login"), "/login"));
        stolen.put("code", fields.get("code"));
        stolen.put("typed", code);
        assertThat(thief.post("/login/code", stolen).statusCode()).isEqualTo(422);
        assertThat(isSignedIn(thief)).isFalse();

        fields.put("typed", " " + code.toLowerCase(java.util.Locale.ROOT).replace("-", ". ") + " ");
        assertThat(browser.post("/login/code", fields).statusCode()).isEqualTo(303);
        assertThat(isSignedIn(browser)).isTrue();
        assertThat(browser.post("/login/code", fields).statusCode()).isEqualTo(422);
    }

    @Test
    void thePageOfACodeNeedsToKnowWhichOne() {
        for (String page : List.of("/login/code", "/reset/code", "/sign-up/code")) {
            for (String query : List.of("", "?code=", "?code=mine")) {
                assertThat(browser().get(page + query).statusCode())
                        .as(page + query)
                        .isEqualTo(400);
            }
            HttpResponse<String> unknown = browser().get(page + "?code=01920000-0000-7000-8000-000000000000");
            assertThat(unknown.statusCode()).as(page).isEqualTo(200);
            assertThat(unknown.body()).contains("begin anew");
        }
    }

    private static HttpResponse<String> askForCode(TestBrowser browser, String address) {
        letTheNextMailBeAllowed();
        Map<String, String> fields = TestBrowser.hidden(browser.get("/login"), "/login");
        fields.put("email", address);
        return browser.follow(browser.post("/login/code/send", fields));
    }

    @Test
    void afterThreeWrongAttemptsTheRightCodeIsWorthNothing() {
        String address = newAddress();
        signedUp(address);
        TestBrowser browser = browser();
        HttpResponse<String> page = askForCode(browser, address);
        String code = mails.code(address, 2);

        for (int attempt = 0; attempt < 3; attempt++) {
            HttpResponse<String> wrong = browser.submit(page, "/login/code", Map.of("typed", "BBBB-BBBB"));
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(wrong.body())
                    .containsAnyOf("This is not the code", "begin anew")
                    .doesNotContain("password");
        }

        HttpResponse<String> late = browser.submit(page, "/login/code", Map.of("typed", code));
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("begin anew");
        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void anUnknownAddressGetsTheSamePageAndAMailWithoutACode() {
        String known = newAddress();
        String unknown = newAddress();
        signedUp(known);

        HttpResponse<String> first = askForCode(browser(), known);
        HttpResponse<String> second = askForCode(browser(), unknown);

        assertThat(masked(first, known)).isEqualTo(masked(second, unknown));
        assertThat(mails.await(unknown, 1).getFirst()).doesNotContainPattern("\\b[B-Z]{4}-[B-Z]{4}\\b");
    }

    @Test
    void fiftyBrowsersTabsThatSendTheSameCodeAtOnceGetOneSession() throws Exception {
        String address = newAddress();
        signedUp(address);
        TestBrowser browser = browser();
        HttpResponse<String> page = askForCode(browser, address);
        Map<String, String> fields = new HashMap<>(TestBrowser.hidden(page, "/login/code"));
        fields.put("typed", mails.code(address, 2));
        String cookie = browser.cookieNames().stream()
                .map(name -> name + "=" + browser.cookie(name).orElseThrow())
                .reduce((left, right) -> left + "; " + right)
                .orElseThrow();

        List<Integer> answers = atOnce(
                50,
                index -> new TestBrowser(IdentityServer.address(index % 2 == 0 ? one : two), "10.1.2.3")
                        .post("/login/code", fields, "Cookie", cookie)
                        .statusCode());

        assertThat(answers).filteredOn(status -> status == 303).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 422).hasSize(49);
    }

    private interface Indexed<T> {
        T call(int index) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Indexed<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                int number = index;
                calls.add(() -> call.call(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void aResetEndsAllSessionsAndOnlyTheNewPasswordLetsIn() {
        String address = newAddress();
        TestBrowser old = signedUp(address);
        letTheNextMailBeAllowed();
        TestBrowser browser = browser(two);
        HttpResponse<String> page =
                browser.follow(browser.submit(browser.get("/reset"), "/reset", Map.of("email", address)));
        HttpResponse<String> password =
                browser.follow(browser.submit(page, "/reset/code", Map.of("typed", mails.code(address, 2))));
        assertThat(password.body()).contains("Choose a new password");

        HttpResponse<String> weak = browser.submit(password, "/reset/password", Map.of("password", "short"));
        assertThat(TestBrowser.error(weak)).contains("at least");
        HttpResponse<String> done =
                browser.submit(password, "/reset/password", Map.of("password", "umbrellas for quiet otters"));

        assertThat(browser.follow(done).body()).contains("signed out everywhere");
        assertThat(isSignedIn(old)).isFalse();
        assertThat(signIn(browser(), address, PASSWORD).statusCode()).isEqualTo(422);
        assertThat(signIn(browser(), address, "umbrellas for quiet otters").statusCode())
                .isEqualTo(303);
        assertThat(browser.submit(password, "/reset/password", Map.of("password", "another try of a thief"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(mails.await(address, 3)).anyMatch(mail -> mail.contains("password"));
    }

    @Test
    void aCodeExpiresAfterThreeMinutesAndOneForANewAccountAfterFifteen() {
        String address = newAddress();
        TestBrowser newcomer = browser();
        HttpResponse<String> signUp = signUp(newcomer, address);
        String code = mails.code(address, 1);
        clock.advance(Duration.ofMinutes(14));
        assertThat(newcomer.submit(signUp, "/sign-up/code", Map.of("typed", code))
                        .statusCode())
                .isEqualTo(303);

        TestBrowser browser = browser();
        HttpResponse<String> page = askForCode(browser, address);
        String late = mails.code(address, 2);
        clock.advance(Duration.ofMinutes(3).plusSeconds(1));
        HttpResponse<String> refused = browser.submit(page, "/login/code", Map.of("typed", late));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void anotherCodeSoonAfterTheFirstIsRefusedWithAWordOfWhenToTryAgain() {
        String address = newAddress();
        signedUp(address);
        TestBrowser browser = browser();
        askForCode(browser, address);
        Map<String, String> fields = TestBrowser.hidden(browser.get("/login"), "/login");
        fields.put("email", address);

        HttpResponse<String> second = browser.post("/login/code/send", fields);

        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(TestBrowser.error(second)).contains("try again in");
        assertThat(second.headers().firstValue("Retry-After")).isPresent();
        assertThat(second.body()).as("nothing that was typed is lost").contains(address);
    }

    @Test
    void fiveWrongPasswordsShutAStrangerOutForAWhile() {
        String address = newAddress();
        TestBrowser owner = signedUp(address);
        TestBrowser stranger = browser();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(signIn(stranger, address, "no, it is not this one").statusCode())
                    .isEqualTo(422);
        }

        assertThat(signIn(stranger, address, PASSWORD).statusCode()).isEqualTo(429);
        clock.advance(Duration.ofMinutes(4));
        assertThat(signIn(stranger, address, PASSWORD).statusCode()).isEqualTo(429);
        clock.advance(Duration.ofHours(25));
        assertThat(isSignedIn(owner)).as("idle for too long").isFalse();
        assertThat(signIn(owner, address, PASSWORD).statusCode()).isEqualTo(303);
        assertThat(signIn(stranger, address, PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void anAccountThatIsToBeDeletedIsKeptBySigningIn() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        browser.submit(browser.get("/account/data"), "/account/data/delete", Map.of("confirmed", address));
        assertThat(browser.get("/account/data").body()).contains("will be deleted on");

        TestBrowser again = browser();
        signIn(again, address, PASSWORD);

        assertThat(again.get("/account/data").body()).doesNotContain("will be deleted on");
    }

    @Test
    void aCodeForAnAddressThatTheAccountHasNoMoreIsWorthNothing() {
        String old = newAddress();
        String next = newAddress();
        TestBrowser owner = signedUp(old);
        TestBrowser reader = browser();
        HttpResponse<String> page = askForCode(reader, old);
        String code = mails.code(old, 2);
        HttpResponse<String> change =
                owner.follow(owner.submit(owner.get("/account/address"), "/account/address", Map.of("email", next)));
        owner.submit(change, "/account/address/code", Map.of("typed", mails.code(next, 1)));

        assertThat(reader.submit(page, "/login/code", Map.of("typed", code)).statusCode())
                .isEqualTo(422);
        assertThat(isSignedIn(reader)).isFalse();
    }

    @Test
    void aLoginNeverLeadsToAnotherSite() {
        String address = newAddress();
        signedUp(address);
        for (String path : List.of(
                "//evil.example/",
                "/\\evil.example",
                "https://evil.example/",
                "javascript:x",
                "/a\n",
                "/{x",
                "/a%zz")) {
            TestBrowser browser = browser();
            HttpResponse<String> page = browser.get("/login");
            HttpResponse<String> done =
                    browser.submit(page, "/login", Map.of("email", address, "password", PASSWORD, "continue", path));
            assertThat(TestBrowser.location(done)).isEqualTo("/signin?return=/account");
        }
        TestBrowser browser = browser();
        HttpResponse<String> page =
                browser.get("/login?continue=%2Foauth2%2Fauthorize%3Fclient_id%3Dx%26scope%3Dopenid");
        assertThat(TestBrowser.location(browser.submit(page, "/login", Map.of("email", address, "password", PASSWORD))))
                .isEqualTo("/oauth2/authorize?client_id=x&scope=openid");
    }

    @Test
    void aFormWithoutTheTokenOfItsBrowserIsRefusedKindly() {
        TestBrowser browser = browser();
        browser.get("/login");

        HttpResponse<String> none = browser.post("/login", Map.of("email", "a@b.example", "password", "x"));
        Map<String, String> others = TestBrowser.hidden(browser().get("/login"), "/login");
        HttpResponse<String> foreign = browser.post("/login", others);

        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(none.body()).contains("load the page again");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(browser.post("/de/login", Map.of()).body()).contains("laden Sie die Seite neu");
    }

    @Test
    void theCookiesAreForNoScriptAndTheTokenOfASessionIsNewWithEachLogin() {
        String address = newAddress();
        TestBrowser browser = signedUp(address);
        String first = login(browser);

        HttpResponse<String> page = browser().get("/login");
        assertThat(page.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");

        TestBrowser again = browser();
        signIn(again, address, PASSWORD);
        assertThat(login(again)).isNotEqualTo(first);
        assertThat(sql().sql("select count(*) from login_session where encode(token_hash, 'escape') like ?")
                        .param("%" + first + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static String login(TestBrowser browser) {
        return browser.cookieNames().stream()
                .filter(name -> name.endsWith("_login"))
                .map(name -> browser.cookie(name).orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void passwordsThatManyUseOrThatAreTooShortAreNotTaken() {
        TestBrowser browser = browser();
        HttpResponse<String> form = browser.get("/sign-up");
        HttpResponse<String> brief =
                browser.submit(form, "/sign-up", Map.of("email", newAddress(), "password", "otter umbrella"));
        HttpResponse<String> common =
                browser.submit(form, "/sign-up", Map.of("email", newAddress(), "password", "passwordpassword"));
        HttpResponse<String> endless =
                browser.submit(form, "/sign-up", Map.of("email", newAddress(), "password", "ö".repeat(129)));

        assertThat(TestBrowser.error(brief)).contains("at least 15");
        assertThat(TestBrowser.error(common)).contains("Many people");
        assertThat(TestBrowser.error(endless)).contains("at most 128");
    }

    @Test
    void anotherDeviceIsToldByMailAndTheFirstIsNot() {
        String address = newAddress();
        signedUp(address);
        assertThat(mails.to(address)).hasSize(1);

        signIn(browser(), address, PASSWORD);

        assertThat(mails.await(address, 2).getLast()).contains("10.1.2.3").contains("Firefox, Linux");
    }

    @Test
    void whatIsPublishedIsAsTheContractSaysAndHoldsNoAddress() {
        String address = newAddress();
        signedUp(address);

        List<Map<String, @Nullable Object>> rows =
                sql().sql("select * from outbox order by position").query().listOfRows();

        assertThat(rows).isNotEmpty();
        for (Map<String, @Nullable Object> row : rows) {
            Map<String, @Nullable String> headers = new HashMap<>();
            for (String header : List.of("id", "type", "schema_version", "aggregate_version", "traceparent")) {
                headers.put(header, row.get(header) == null ? null : String.valueOf(row.get(header)));
            }
            String payload = row.get("payload") == null ? null : String.valueOf(row.get("payload"));
            assertThat(EventContract.complaints(
                            String.valueOf(row.get("topic")), String.valueOf(row.get("key")), headers, payload))
                    .isEmpty();
            assertThat(String.valueOf(payload)).doesNotContain("@");
        }
    }
}

package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.FactorServer;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.factors.passkeys.PasskeyStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class SecurityPagesTest {
    private static final String SECURITY = "/account/security";

    private final UUID account = Fixture.accountWithPassword();
    private final Browser browser = new Browser(account);
    private final SoftAuthenticator authenticator = new SoftAuthenticator(FactorServer.origin());

    @Test
    void aStrangerIsSentToSignIn() {
        Browser stranger = new Browser(Fixture.accountWithPassword());
        Fixture.get(JdbcClient.class).sql("delete from login_session").update();

        HttpResponse<String> answer = stranger.get(SECURITY);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/signin?return=%2Faccount%2Fsecurity");
    }

    @Test
    void anAppIsSetUpWithTheKeyOnThePageAndRecoveryCodesAreShownOnce() {
        String page = browser.get(SECURITY + "/totp").body();
        TestApp app = TestApp.typed(find("<code class=\"secret\"[^>]*>([A-Z2-7 ]+)<", page));
        assertThat(page).contains("<svg class=\"qr\"").contains("otpauth://totp/Waymark%3Aada-");

        HttpResponse<String> shown = browser.post(SECURITY + "/totp", Map.of("code", app.code()));

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
        List<String> codes = codes(shown);
        assertThat(codes)
                .hasSize(10)
                .allMatch(code -> code.matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}"));
        assertThat(shown.body())
                .contains("download=\"waymark-recovery-codes.txt\"")
                .contains("%0A" + codes.getFirst());
        String overview = browser.get(SECURITY).body();
        assertThat(overview)
                .contains("You have 10 recovery codes left.")
                .contains("Set up another app")
                .doesNotContain(codes.getFirst());
        assertThat(Fixture.get(SecondFactors.class)
                        .recoveryCode(account, codes.getFirst(), Actor.person(browser.visitor())))
                .isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aWrongCodeIsToldKindlyAndTheKeyStaysTheSame() {
        String key = find(
                "<code class=\"secret\"[^>]*>([A-Z2-7 ]+)<",
                browser.get(SECURITY + "/totp").body());

        HttpResponse<String> again = browser.post(SECURITY + "/totp", Map.of("code", "abc"));

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("This code is not right.").contains(key);
        assertThat(Fixture.get(SecondFactors.class).of(account)).isEmpty();
    }

    @Test
    void aPasskeyIsAddedNamedAndRemoved() {
        HttpResponse<String> first = addPasskey(authenticator, "<b>My laptop</b>");
        assertThat(codes(first)).hasSize(10);
        assertThat(browser.get(SECURITY).body())
                .contains("&lt;b&gt;My laptop&lt;/b&gt;")
                .contains("On this device only")
                .contains("Not used yet.");

        HttpResponse<String> second = addPasskey(new SoftAuthenticator(FactorServer.origin()), "");
        assertThat(second.statusCode()).isEqualTo(303);
        assertThat(browser.get(location(second)).body())
                .contains("The passkey is added.")
                .contains("Firefox, Windows");

        UUID id = Fixture.get(PasskeyStore.class).all(account).getFirst().id();
        assertThat(browser.get(SECURITY + "/passkeys/" + id).body()).contains("value=\"&lt;b>My laptop&lt;/b>\"");
        assertThat(location(browser.post(SECURITY + "/passkeys/" + id, Map.of("name", "Laptop"))))
                .isEqualTo(SECURITY + "?done=passkey-renamed");

        assertThat(browser.get(SECURITY + "/passkeys/" + id + "/remove").body())
                .contains("Laptop")
                .doesNotContain("last second factor");
        assertThat(location(browser.post(SECURITY + "/passkeys/" + id + "/remove", Map.of())))
                .isEqualTo(SECURITY + "?done=passkey-removed");
        assertThat(Fixture.get(PasskeyStore.class).all(account)).hasSize(1);
        assertThat(location(browser.post(SECURITY + "/passkeys/" + id + "/remove", Map.of())))
                .isEqualTo(SECURITY);
    }

    @Test
    void anAnswerThatIsNotRightAddsNoPasskey() {
        browser.get(SECURITY + "/passkeys");

        HttpResponse<String> refused = browser.post(SECURITY + "/passkeys", Map.of("credential", "{}", "name", "x"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("The passkey could not be added.");
    }

    @Test
    void removingTheLastFactorSaysWhatThatMeans() {
        addPasskey(authenticator, "");
        UUID id = Fixture.get(PasskeyStore.class).all(account).getFirst().id();

        assertThat(browser.get(SECURITY + "/passkeys/" + id + "/remove").body())
                .contains("This is your last second factor.")
                .contains("at least 15 characters");
    }

    @Test
    void theOnlyWayInIsNotRemoved() {
        UUID withoutPassword = Fixture.account(null);
        Browser theirs = new Browser(withoutPassword);
        theirs.get(SECURITY + "/passkeys");
        String options = theirs.post(SECURITY + "/passkeys/options", Map.of()).body();
        theirs.post(SECURITY + "/passkeys", Map.of("credential", authenticator.create(options)));
        UUID id =
                Fixture.get(PasskeyStore.class).all(withoutPassword).getFirst().id();
        theirs.get(SECURITY + "/passkeys/" + id + "/remove");

        HttpResponse<String> refused = theirs.post(SECURITY + "/passkeys/" + id + "/remove", Map.of());

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("the only way into your account").contains("/account/password");
        assertThat(Fixture.get(PasskeyStore.class).all(withoutPassword)).hasSize(1);
    }

    @Test
    void whereMailedCodesSignInTheLastPasskeyMayGo() {
        UUID withoutPassword = Fixture.account(null);
        Passkeys passkeys = Fixture.get(Passkeys.class);
        passkeys.add(
                browser.visitor(),
                withoutPassword,
                authenticator.create(passkeys.creationOptions(browser.visitor(), Fixture.byId(withoutPassword))),
                "");
        AccountFactors withMailedCodes = new AccountFactors(
                Fixture.get(JdbcClient.class),
                Fixture.get(AuthenticatorApps.class),
                Fixture.get(PasskeyStore.class),
                Fixture.get(FactorChanges.class),
                true);

        Removal removal = Fixture.get(TransactionTemplate.class)
                .execute(_ -> withMailedCodes.remove(
                        withoutPassword,
                        Factor.PASSKEY,
                        withMailedCodes.all(withoutPassword).getFirst().id(),
                        null,
                        Actor.person(browser.visitor())));

        assertThat(removal).isEqualTo(Removal.REMOVED);
    }

    @Test
    void newRecoveryCodesAreMadeOnDemand() {
        assertThat(browser.get(SECURITY + "/recovery-codes").body())
                .contains("You get recovery codes as soon as you add a passkey");
        List<String> old = codes(addPasskey(authenticator, ""));
        browser.get(SECURITY + "/recovery-codes");

        List<String> codes = codes(browser.post(SECURITY + "/recovery-codes", Map.of()));

        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(old);
    }

    @Test
    void trustedBrowsersAreListedAndEnded() {
        addPasskey(authenticator, "");
        SecondFactors factors = Fixture.get(SecondFactors.class);
        factors.trust(account, browser.visitor());
        assertThat(browser.get(SECURITY).body()).contains("One browser is trusted for two weeks.");
        assertThat(browser.get(SECURITY + "/browsers").body())
                .contains("Firefox, Windows")
                .contains("127.0.0.1");

        assertThat(location(browser.post(SECURITY + "/browsers", Map.of())))
                .isEqualTo(SECURITY + "?done=browsers-ended");

        assertThat(factors.isTrusted(account, browser.visitor())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/totp",
                "/totp/0193a0c0-0000-7000-8000-000000000000/remove",
                "/passkeys",
                "/passkeys/0193a0c0-0000-7000-8000-000000000000",
                "/passkeys/0193a0c0-0000-7000-8000-000000000000/remove",
                "/recovery-codes",
                "/browsers"
            })
    void everyChangeNeedsAFreshLogin(String path) {
        browser.get(SECURITY + "/passkeys");
        Fixture.clock().advance(Duration.ofMinutes(6));
        String again = "/login/again?continue=" + (SECURITY + path).replace("/", "%2F");

        assertThat(browser.get(SECURITY).statusCode()).isEqualTo(200);
        assertThat(location(browser.get(SECURITY + path))).isEqualTo(again);
        assertThat(location(browser.post(SECURITY + path, Map.of()))).isEqualTo(again);
        assertThat(location(browser.post("/de" + SECURITY + path, Map.of())))
                .isEqualTo("/de/login/again?continue=" + ("/de" + SECURITY + path).replace("/", "%2F"));
        assertThat(browser.post(SECURITY + "/passkeys/options", Map.of()).statusCode())
                .isEqualTo(303);
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() {
        addPasskey(authenticator, "");
        UUID id = Fixture.get(PasskeyStore.class).all(account).getFirst().id();

        for (String path :
                List.of("/passkeys/" + id + "/remove", "/passkeys/options", "/recovery-codes", "/browsers")) {
            assertThat(browser.post(SECURITY + path, Map.of("_csrf", "x")).statusCode())
                    .isEqualTo(403);
        }
        assertThat(Fixture.get(PasskeyStore.class).all(account)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/totp", "/passkeys", "/recovery-codes", "/browsers"})
    void pagesAreInBothLanguagesAndNeedNothingThatThePolicyForbids(String path) {
        addPasskey(authenticator, "");
        Fixture.get(SecondFactors.class).trust(account, browser.visitor());
        for (String language : List.of("", "/de")) {
            HttpResponse<String> page = browser.get(language + SECURITY + path);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<html lang=\"" + (language.isEmpty() ? "en" : "de") + "\"")
                    .doesNotContain(" style=", "<style", " onclick=", "javascript:")
                    .doesNotContainPattern("<script(?! type=\"module\" src=\"/assets/)");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        }
        assertThat(browser.get("/de" + SECURITY).body())
                .contains("Sie haben noch 10 Wiederherstellungscodes.")
                .contains("Einem Browser wird für zwei Wochen vertraut.")
                .contains("href=\"/de/account/sessions\"")
                .contains("href=\"/de/account/security\" aria-current=\"page\"");
    }

    @Test
    void everyTextIsInBothLanguages() throws IOException {
        assertThat(texts("en").stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(texts("de").stringPropertyNames());
    }

    private HttpResponse<String> addPasskey(SoftAuthenticator made, String name) {
        browser.get(SECURITY + "/passkeys");
        HttpResponse<String> options = browser.post(SECURITY + "/passkeys/options", Map.of());
        assertThat(options.headers().firstValue("Content-Type")).contains("application/json");
        return browser.post(SECURITY + "/passkeys", Map.of("credential", made.create(options.body()), "name", name));
    }

    private static List<String> codes(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        return find("<pre[^>]*>([^<]+)</pre>", page.body()).lines().toList();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String find(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = SecurityPagesTest.class.getResourceAsStream("/texts/pages_" + language + ".properties")) {
            texts.load(in);
        }
        return texts;
    }
}

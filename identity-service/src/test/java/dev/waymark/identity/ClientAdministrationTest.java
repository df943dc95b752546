package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.accounts.StaffRole;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAdministrationTest {
    private static final String CALLBACK = "redirect_uris=https://wiki.example/cb";
    private static final Pattern SECRET = Pattern.compile("<pre id=\"secret\"[^>]*>([A-Za-z0-9_-]{43})</pre>");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");

    private final StaffSite site = new StaffSite();
    private final String server = IdentityServer.address(site.context);
    private UUID administrator = UUID.randomUUID();
    private UUID support = UUID.randomUUID();
    private UUID person = UUID.randomUUID();

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void people() {
        site.sql.sql("delete from account").update();
        site.sql
                .sql("delete from client where name not in ('operator', 'gateway', 'search-indexer')")
                .update();
        administrator = site.person("admin@example.org", StaffRole.ADMINISTRATOR);
        support = site.person("support@example.org", StaffRole.SUPPORT);
        person = site.person("ada@example.org");
        site.withoutFactor.clear();
    }

    @Test
    void anAdministratorMakesAClientForPeople() {
        StaffBrowser browser = administrator();

        HttpResponse<String> made = browser.post(
                "/admin/new-client",
                "name=wiki",
                "redirect_uris=https://wiki.example/cb\r\n\r\n  http://localhost:3000/cb \r\n",
                "post_logout_redirect_uris=https://wiki.example/",
                "kind=confidential",
                "scopes=email");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(secret(made)).hasSize(43);
        assertThat(browser.get("/admin/clients/wiki").body())
                .contains(
                        "https://wiki.example/cb",
                        "http://localhost:3000/cb",
                        "https://wiki.example/<",
                        "email, openid",
                        "it keeps a secret");
        assertThat(browser.get("/admin/clients").body())
                .contains("href=\"/admin/clients/wiki\"", "email, openid", "http://localhost:3000/cb");
        assertThat(acts()).containsExactly("create wiki");
    }

    @Test
    void aMachineGetsTokensWithTheSecretThatIsShown() {
        StaffBrowser browser = administrator();

        String secret = secret(machine(browser, "importer"));

        HttpResponse<String> token = Requests.token(server, "importer", secret);
        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(Requests.json(token).path("scope").asString()).isEqualTo("billing:read organizations:write");
        assertThat(acts()).containsExactly("create importer");
    }

    @Test
    void aPublicClientHasNoSecret() {
        StaffBrowser browser = administrator();

        HttpResponse<String> made = browser.post("/admin/new-client", "name=app", CALLBACK, "kind=public");

        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(location(made)).isEqualTo("/admin/clients/app?done=created");
        assertThat(browser.get(location(made)).body())
                .contains("it can keep no secret", "The client was created.")
                .doesNotContain("/rotate-secret");
        assertThat(browser.post("/admin/clients/app/rotate-secret", "seen=", "old=day")
                        .statusCode())
                .isEqualTo(409);
        assertThat(acts()).containsExactly("create app");
    }

    @Test
    void aSecretIsShownOnceAndByNoAddress() {
        StaffBrowser browser = administrator();

        HttpResponse<String> made = machine(browser, "importer");

        String secret = secret(made);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(made.headers().firstValue("Location")).isEmpty();
        assertThat(made.body()).doesNotContain("href=\"/admin/clients/importer?");
        for (String path : List.of("/admin/clients", "/admin/clients/importer", "/admin/new-machine")) {
            assertThat(browser.get(path).body()).as(path).doesNotContain(secret);
        }
        assertThat(IdentityServer.dump(site.context)).contains("importer").doesNotContain(secret);
        assertThat(site.sql
                        .sql("select details::text from audit_event")
                        .query(String.class)
                        .list())
                .noneMatch(details -> details.contains(secret));
    }

    @Test
    void theOldSecretIsGoodForADayOrEndsAtOnce() {
        StaffBrowser browser = administrator();
        String first = secret(machine(browser, "importer"));

        HttpResponse<String> rotated = rotate(browser, "importer", "day");

        String second = secret(rotated);
        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(rotated.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(tokenStatus(first)).isEqualTo(200);
        assertThat(tokenStatus(second)).isEqualTo(200);
        assertThat(site.sql
                        .sql(
                                "select previous_secret_until between now() + interval '23 hours' and now() + interval '1 day'"
                                        + " from client where name = 'importer'")
                        .query(Boolean.class)
                        .single())
                .isTrue();

        String third = secret(rotate(browser, "importer", "ends"));

        assertThat(tokenStatus(first)).isEqualTo(401);
        assertThat(tokenStatus(second)).isEqualTo(401);
        assertThat(tokenStatus(third)).isEqualTo(200);
        assertThat(acts())
                .containsExactly("create importer", "rotate_secret importer", "rotate_secret_at_once importer");
    }

    @Test
    void aRotationThatIsSentManyTimesHappensOnceAndLeavesTheOldSecretGood() {
        StaffBrowser browser = administrator();
        String first = secret(machine(browser, "importer"));
        String seen = seen(browser, "importer");
        List<StaffBrowser> browsers =
                List.of(administrator(), administrator(), administrator(), administrator(), administrator());

        List<HttpResponse<String>> answers = AtOnce.times(
                browsers.size(),
                turn -> browsers.get(turn).post("/admin/clients/importer/rotate-secret", "seen=" + seen, "old=day"));

        assertThat(answers.stream().map(HttpResponse::statusCode)).containsExactlyInAnyOrder(200, 409, 409, 409, 409);
        HttpResponse<String> lost = answers.stream()
                .filter(answer -> answer.statusCode() == 409)
                .findFirst()
                .orElseThrow();
        assertThat(lost.body()).contains("No new secret was made");
        assertThat(SECRET.matcher(lost.body()).find()).isFalse();
        assertThat(tokenStatus(first)).isEqualTo(200);
        assertThat(acts()).containsExactly("create importer", "rotate_secret importer");
    }

    @Test
    void aClientIsTurnedOffAndOnAgain() {
        StaffBrowser browser = administrator();
        String secret = secret(machine(browser, "importer"));

        HttpResponse<String> off = browser.post("/admin/clients/importer/disable");

        assertThat(browser.get(location(off)).body()).contains("The client is off.");
        assertThat(tokenStatus(secret)).isEqualTo(401);
        assertThat(location(browser.post("/admin/clients/importer/disable"))).endsWith("?done=unchanged");

        browser.post("/admin/clients/importer/enable");

        assertThat(tokenStatus(secret)).isEqualTo(200);
        assertThat(acts()).containsExactly("create importer", "disable importer", "enable importer");
    }

    @Test
    void aClientIsDeletedAfterAQuestion() {
        StaffBrowser browser = administrator();
        String secret = secret(machine(browser, "importer"));

        HttpResponse<String> question = browser.get("/admin/clients/importer/delete");
        assertThat(question.body()).contains("Delete importer?", "cannot be undone");
        assertThat(tokenStatus(secret)).isEqualTo(200);

        HttpResponse<String> deleted = browser.post("/admin/clients/importer/delete");

        assertThat(browser.get(location(deleted)).body())
                .contains("The client was deleted.")
                .doesNotContain("importer");
        assertThat(browser.get("/admin/clients/importer").statusCode()).isEqualTo(404);
        assertThat(browser.post("/admin/clients/importer/delete").statusCode()).isEqualTo(404);
        assertThat(tokenStatus(secret)).isEqualTo(401);
        assertThat(acts()).containsExactly("create importer", "delete importer");
    }

    @Test
    void theSitesOwnClientsAreShownAndStayAsTheyAre() {
        StaffBrowser browser = administrator();
        String before = IdentityServer.dump(site.context);
        for (String name : List.of("operator", "gateway", "search-indexer")) {
            String page = "/admin/clients/" + name;
            assertThat(browser.get(page).body())
                    .as(name)
                    .contains("The site itself needs this client")
                    .doesNotContain("action=\"" + page);
            assertThat(browser.get(page + "/delete").statusCode()).isEqualTo(409);
            for (String act : List.of("disable", "enable", "delete", "rotate-secret")) {
                HttpResponse<String> answer = browser.post(page + "/" + act, "old=ends", "seen=");
                assertThat(answer.statusCode()).as(name + " " + act).isEqualTo(409);
                assertThat(answer.body()).contains("The site itself needs this client");
            }
            HttpResponse<String> again = browser.post("/admin/new-client", "name=" + name, CALLBACK);
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(again.body()).contains("There is a client with the name “" + name + "” already");
        }
        assertThat(IdentityServer.dump(site.context)).isEqualTo(before);
        assertThat(acts()).isEmpty();
    }

    @Test
    void everyFaultIsExplainedAndNothingTypedIsLost() {
        StaffBrowser browser = administrator();

        HttpResponse<String> answer = browser.post(
                "/admin/new-client",
                "name=My Wiki",
                "redirect_uris=https://wiki.example/cb\nhttp://wiki.example/plain",
                "post_logout_redirect_uris=https://wiki.example/#top",
                "kind=public",
                "scopes=email");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "3 fields need another look.",
                        "“My Wiki” is not such a name",
                        "Browsers cannot be sent to “http://wiki.example/plain”",
                        "Browsers cannot be sent to “https://wiki.example/#top”",
                        "value=\"My Wiki\"",
                        ">https://wiki.example/cb\nhttp://wiki.example/plain</textarea>",
                        ">https://wiki.example/#top</textarea>");
        assertThat(answer.body()).containsPattern("id=\"kind-public\"[^>]* checked");
        assertThat(answer.body()).containsPattern("id=\"scope-email\"[^>]* checked");
        assertThat(answer.body()).doesNotContainPattern("id=\"scope-profile\"[^>]* checked");
        assertThat(acts()).isEmpty();
    }

    @Test
    void eachWrongFieldHasItsOwnSentence() {
        StaffBrowser browser = administrator();

        assertThat(browser.post("/admin/new-client").body())
                .contains("Please give the client a name.", "Please give at least one address where people come back");
        assertThat(browser.post("/admin/new-client", "name=wiki", CALLBACK, "scopes=organizations:write")
                        .body())
                .contains("“organizations:write” is nothing that a client may learn of people");
        String many = "https://a.example/cb\n".repeat(21);
        assertThat(browser.post("/admin/new-client", "name=wiki", "redirect_uris=" + many)
                        .body())
                .contains("Please give 20 addresses at the most.");
        assertThat(browser.post("/admin/new-machine", "name=importer").body())
                .contains("Please give at least one scope, such as organizations:write.");
        HttpResponse<String> machine =
                browser.post("/admin/new-machine", "name=importer", "scopes=organizations:write openid");
        assertThat(machine.statusCode()).isEqualTo(422);
        assertThat(machine.body())
                .contains("“openid” is not a scope of a machine", "value=\"organizations:write openid\"");
        assertThat(acts()).isEmpty();
    }

    @Test
    void aNameIsGivenOnce() {
        StaffBrowser browser = administrator();
        machine(browser, "importer");

        HttpResponse<String> answer = machine(browser, "importer");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("There is a client with the name “importer” already", "organizations:write billing:read");
        assertThat(acts()).containsExactly("create importer");
    }

    @Test
    void othersDoNotLearnThatThereIsAnything() {
        machine(administrator(), "importer");
        assertThat(site.stranger().get("/admin/clients").statusCode()).isEqualTo(303);
        for (UUID other : List.of(support, person)) {
            StaffBrowser browser = site.browser(other);
            assertThat(browser.get("/admin/accounts").body()).doesNotContain("/admin/clients");
            for (String path : List.of(
                    "/admin/clients",
                    "/admin/new-client",
                    "/admin/new-machine",
                    "/admin/clients/importer",
                    "/admin/clients/importer/delete",
                    "/admin/clients/gateway",
                    "/admin/clients/nobody")) {
                HttpResponse<String> answer = browser.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).doesNotContain("organizations:write");
            }
        }
    }

    @Test
    void othersCanDoNothing() {
        String secret = secret(machine(administrator(), "importer"));
        StaffBrowser browser = site.browser(support);
        browser.get("/admin/accounts");

        for (String act : List.of("disable", "enable", "delete", "rotate-secret")) {
            assertThat(browser.post("/admin/clients/importer/" + act, "old=ends")
                            .statusCode())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(browser.post("/admin/new-client", "name=wiki", CALLBACK).statusCode())
                .isEqualTo(404);
        assertThat(browser.post("/admin/new-machine", "name=robot", "scopes=organizations:write")
                        .statusCode())
                .isEqualTo(404);
        assertThat(tokenStatus(secret)).isEqualTo(200);
        assertThat(site.audit(support, "staff")).isEmpty();
        assertThat(administrator().get("/admin/clients").body()).doesNotContain("/wiki\"", "/robot\"");
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() {
        StaffBrowser browser = administrator();

        assertThat(browser.post("/admin/new-client", "name=wiki", CALLBACK, "_csrf=guessed")
                        .statusCode())
                .isEqualTo(403);
        assertThat(acts()).isEmpty();
    }

    @Test
    void anAdministratorWithoutASecondFactorIsShownTheWayToOne() {
        StaffBrowser browser = administrator();
        site.withoutFactor.add(administrator);

        assertThat(browser.get("/admin/clients").statusCode()).isEqualTo(403);
        assertThat(browser.post("/admin/new-client", "name=wiki", CALLBACK).statusCode())
                .isEqualTo(403);
        assertThat(acts()).isEmpty();
    }

    @Test
    void aLoginThatIsNotFreshIsAskedForOnceMoreAndFindsThePageAgain() {
        StaffBrowser browser = administrator();
        machine(browser, "importer");
        site.sql
                .sql("update login_session set authenticated_at = authenticated_at - interval '6 minutes'")
                .update();
        List<String> forms = List.of(
                "/admin/new-client",
                "/admin/new-machine",
                "/admin/clients/importer/disable",
                "/admin/clients/importer/enable",
                "/admin/clients/importer/rotate-secret",
                "/admin/clients/importer/delete");
        for (String form : forms) {
            HttpResponse<String> answer = browser.post(form, "name=wiki", CALLBACK, "scopes=billing:read");
            assertThat(location(answer)).as(form).startsWith("/login/again");
        }
        assertThat(acts()).containsExactly("create importer");

        site.sql.sql("update login_session set authenticated_at = now()").update();
        for (String form : forms) {
            HttpResponse<String> answer = browser.get(form);
            HttpResponse<String> page = answer.statusCode() == 303 ? browser.get(location(answer)) : answer;
            assertThat(page.statusCode()).as(form).isEqualTo(200);
        }
    }

    @Test
    void theAuditLogSaysWhoDidWhatAndNobodyElseIsTold() {
        machine(administrator(), "importer");

        assertThat(site.sql
                        .sql("select actor_id from audit_event where type = 'client_managed' and account_id = ?")
                        .param(administrator)
                        .query(UUID.class)
                        .list())
                .containsExactly(administrator);
        assertThat(administrator().get("/admin/accounts/" + administrator).body())
                .contains("Managed a client", "action: create, client: importer");
        assertThat(site.sql
                        .sql("select count(*) from outbox where type like '%client_managed%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void pagesCanBeUsedWithAScreenReader() {
        StaffBrowser browser = administrator();
        machine(browser, "importer");
        int seen = 0;
        for (String path : List.of(
                "/admin/clients",
                "/admin/new-client",
                "/admin/new-machine",
                "/admin/clients/importer",
                "/admin/clients/importer/delete")) {
            for (String language : List.of("", "/de")) {
                String body = browser.get(language + path).body();
                assertThat(count(body, "<h1>")).as(path).isEqualTo(1);
                assertThat(count(body, "<caption>")).isEqualTo(count(body, "<table>"));
                Matcher fields = Pattern.compile("<(?:input|textarea) (?![^>]*type=\"(?:hidden|search)\")[^>]*>")
                        .matcher(body);
                while (fields.find()) {
                    Matcher id = Pattern.compile(" id=\"([^\"]+)\"").matcher(fields.group());
                    assertThat(id.find()).as(fields.group()).isTrue();
                    assertThat(body).contains("<label for=\"" + id.group(1) + "\"");
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan(20);
        assertThat(browser.get("/de/admin/clients").body()).contains("Neue Anwendung für Menschen");
        assertThat(browser.get("/admin/accounts").body()).contains("href=\"/admin/clients\"");
    }

    /** With the token of a page. */
    private StaffBrowser administrator() {
        StaffBrowser browser = site.browser(administrator);
        browser.get("/admin/accounts");
        return browser;
    }

    private static HttpResponse<String> machine(StaffBrowser browser, String name) {
        return browser.post("/admin/new-machine", "name=" + name, "scopes=organizations:write billing:read");
    }

    private static HttpResponse<String> rotate(StaffBrowser browser, String name, String old) {
        String seen = seen(browser, name);
        return browser.post("/admin/clients/" + name + "/rotate-secret", "seen=" + seen, "old=" + old);
    }

    private static String seen(StaffBrowser browser, String name) {
        return group(SEEN, browser.get("/admin/clients/" + name));
    }

    private static String secret(HttpResponse<String> answer) {
        return group(SECRET, answer);
    }

    private static String group(Pattern pattern, HttpResponse<String> answer) {
        Matcher matcher = pattern.matcher(answer.body());
        assertThat(matcher.find()).as(answer.body()).isTrue();
        return matcher.group(1);
    }

    private int tokenStatus(String secret) {
        return Requests.token(server, "importer", secret).statusCode();
    }

    /** What the administrator's trail says of clients, the oldest first. */
    private List<String> acts() {
        return site.sql
                .sql("select details ->> 'action' || ' ' || (details ->> 'client') from audit_event"
                        + " where account_id = ? and type = 'client_managed' order by at, id")
                .param(administrator)
                .query(String.class)
                .list();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}

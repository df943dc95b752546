package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.sessions.LoginSessions;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationTest {
    private StaffSite site = new StaffSite();
    private UUID administrator = UUID.randomUUID();
    private UUID support = UUID.randomUUID();
    private UUID person = UUID.randomUUID();

    @BeforeAll
    void isOpen() {
        assertThat(site.context.isRunning()).isTrue();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void people() {
        site.sql.sql("delete from mail").update();
        site.sql.sql("delete from account").update();
        administrator = site.person("admin@example.org", StaffRole.ADMINISTRATOR);
        support = site.person("support@example.org", StaffRole.SUPPORT);
        person = site.person("ada@example.org");
        site.withoutFactor.clear();
        site.removed.clear();
    }

    @Test
    void othersDoNotLearnThatThereIsAnything() {
        assertThat(site.stranger().get("/admin/accounts").statusCode()).isEqualTo(303);
        StaffBrowser browser = site.browser(person);
        browser.get("/admin/accounts");
        for (String path : List.of("/admin", "/admin/accounts", page(person), page(support))) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("support@example.org");
        }
        assertThat(site.audit(support, "staff")).isEmpty();
    }

    @Test
    void othersCanDoNothing() {
        // A page of the staff gives the browser its token; then its owner is dismissed.
        StaffBrowser browser = site.browser(support);
        browser.get("/admin/accounts");
        site.sql
                .sql("update account set roles = '{}' where id = ?")
                .param(support)
                .update();

        for (String act : List.of("disable", "enable", "end-sessions", "remove-factor", "help", "roles")) {
            assertThat(browser.post(page(person) + "/" + act, "reason=because", "factor=factor-1", "role=administrator")
                            .statusCode())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(browser.post("/admin/accounts", "q=ada").statusCode()).isEqualTo(404);
        assertThat(site.audit(person, "staff")).isEmpty();
        assertThat(site.mails()).isEmpty();
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() {
        StaffBrowser browser = site.browser(support);
        browser.get(page(person));

        assertThat(browser.post(page(person) + "/disable", "reason=because", "_csrf=guessed")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.audit(person, "staff")).containsExactly("looked_at");
    }

    @Test
    void staffWithoutASecondFactorIsShownTheWayToOne() {
        site.withoutFactor.add(support);

        HttpResponse<String> answer = site.browser(support).get(page(person));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("href=\"/account/security\"").doesNotContain("ada@example.org");
        assertThat(site.audit(person, "staff")).isEmpty();
    }

    @Test
    void aLoginThatIsNotFreshIsAskedForOnceMore() {
        StaffBrowser browser = site.browser(support);
        site.sql
                .sql("update login_session set authenticated_at = authenticated_at - interval '6 minutes'")
                .update();

        HttpResponse<String> answer = browser.get(page(person));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/login/again");
    }

    @Test
    void accountsAreFoundByTheirAddressAndHowItBegins() {
        site.person("a_a@example.org");
        StaffBrowser browser = site.browser(support);
        browser.get("/admin/accounts");

        assertThat(found(browser, "ADA@Example.org")).containsExactly("ada@example.org");
        assertThat(found(browser, "ad")).containsExactly("ada@example.org", "admin@example.org");
        // What means something to the database means nothing here.
        assertThat(found(browser, "a_")).containsExactly("a_a@example.org");
        assertThat(found(browser, "%")).isEmpty();
        assertThat(found(browser, person.toString())).containsExactly("ada@example.org");
        assertThat(found(browser, "nobody@example.org")).isEmpty();
        assertThat(found(browser, "")).containsExactly("admin@example.org", "support@example.org");
    }

    @Test
    void whoeverSearchesIsWrittenDownAndWhatWasTypedIsNot() {
        StaffBrowser browser = site.browser(support);
        browser.get("/admin/accounts");
        found(browser, "");
        assertThat(site.audit(support, "staff"))
                .as("the list of the staff is no search")
                .isEmpty();

        found(browser, " ADA@example.org");
        found(browser, "ad");
        found(browser, person.toString());
        found(browser, "nobody@elsewhere.example");

        assertThat(site.audit(support, "staff")).hasSize(4).containsOnly("accounts_searched");
        assertThat(site.sql
                        .sql(
                                "select details ->> 'by' || ' ' || (details ->> 'found') || coalesce(' ' || (details ->> 'account'), '')"
                                        + " from audit_event where account_id = ? and type = 'accounts_searched' and actor_id = ?"
                                        + " and address = '192.0.2.9' and user_agent = 'Staff/1.0' order by at, id")
                        .param(support)
                        .param(support)
                        .query(String.class)
                        .list())
                .containsExactly("address 1 " + person, "beginning 2", "id 1 " + person, "address 0");
        assertThat(site.sql
                        .sql(
                                "select count(*) from audit_event where audit_event::text ilike any (array['%ada@%', '%elsewhere%'])")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(site.browser(administrator).get(page(support)).body()).contains("Searched for accounts");
    }

    @Test
    void whoeverLooksAtAnAccountIsWrittenDown() {
        StaffBrowser browser = site.browser(support);

        HttpResponse<String> seen = browser.get(page(person));
        browser.get(page(person));

        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(seen.body()).contains("ada@example.org", "Looked at by the staff", "192.0.2.9", "Staff/1.0");
        assertThat(site.audit(person, "staff")).containsExactly("looked_at", "looked_at");
        assertThat(site.sql
                        .sql("select distinct actor_id from audit_event where account_id = ? and actor = 'staff'")
                        .param(person)
                        .query(UUID.class)
                        .list())
                .containsExactly(support);
    }

    @Test
    void aLockedAccountHasNoSessionsAndItsOwnerIsTold() {
        String session = site.session(person);
        StaffBrowser browser = site.browser(support);
        browser.get(page(person));

        HttpResponse<String> answer = browser.post(page(person) + "/disable", "reason=stolen, says its owner");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(browser.get(answer.headers().firstValue("Location").orElseThrow())
                        .body())
                .contains("The account is locked", "stolen, says its owner");
        assertThat(site.context.getBean(LoginSessions.class).of(session)).isEmpty();
        assertThat(site.mails()).containsExactly("disabled");
        assertThat(site.audit(person, "staff")).contains("disabled", "sessions_ended");
        assertThat(published(person)).contains("account.state", "account.disabled", "account.sessions_ended");

        browser.post(page(person) + "/enable", "reason=its owner is back");
        assertThat(site.mails()).containsExactly("disabled", "enabled");
        assertThat(site.context.getBean(LoginSessions.class).of(site.session(person)))
                .isPresent();
        assertThat(browser.post(page(person) + "/enable", "reason=again")
                        .headers()
                        .firstValue("Location"))
                .contains(page(person) + "?done=unchanged");
        assertThat(site.mails()).hasSize(2);
    }

    @Test
    void nothingIsDoneWithoutAReason() {
        String session = site.session(person);
        StaffBrowser browser = site.browser(support);
        browser.get(page(person));

        for (String act : List.of("disable", "end-sessions", "remove-factor")) {
            HttpResponse<String> answer = browser.post(page(person) + "/" + act, "reason=  ", "factor=factor-1");
            assertThat(answer.statusCode()).as(act).isEqualTo(422);
            assertThat(answer.body()).contains("role=\"alert\"");
        }
        assertThat(site.context.getBean(LoginSessions.class).of(session)).isPresent();
        assertThat(site.removed).isEmpty();
        assertThat(site.mails()).isEmpty();
    }

    @Test
    void sessionsAreEndedAndAFactorIsRemovedAndHelpIsSent() {
        String session = site.session(person);
        StaffBrowser browser = site.browser(support);
        assertThat(browser.get(page(person)).body()).contains("Old phone", "Authenticator app");

        browser.post(page(person) + "/end-sessions", "reason=asked for");
        browser.post(page(person) + "/remove-factor", "factor=factor-1", "reason=phone lost, passport seen");
        browser.post(page(person) + "/help");

        assertThat(site.context.getBean(LoginSessions.class).of(session)).isEmpty();
        assertThat(site.removed).containsEntry(person, "phone lost, passport seen");
        assertThat(site.mails()).containsExactly("sessions_ended", "recovery_help");
        assertThat(site.audit(person, "staff")).contains("sessions_ended", "recovery_help_sent");
        assertThat(browser.post(page(person) + "/remove-factor", "factor=factor-1", "reason=again")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void supportDoesNothingToTheStaff() {
        StaffBrowser browser = site.browser(support);
        UUID colleague = site.person("colleague@example.org", StaffRole.SUPPORT);
        browser.get("/admin/accounts");
        assertThat(browser.get(page(administrator)).body()).doesNotContain("/disable\"", "/roles\"");

        for (UUID staff : List.of(administrator, colleague, support)) {
            for (String act : List.of("disable", "end-sessions", "remove-factor", "help", "roles")) {
                assertThat(browser.post(page(staff) + "/" + act, "reason=because", "factor=factor-1", "role=support")
                                .statusCode())
                        .as(act)
                        .isEqualTo(409);
            }
        }
        assertThat(browser.post(page(person) + "/roles", "role=administrator").statusCode())
                .isEqualTo(409);
        assertThat(site.mails()).isEmpty();
        assertThat(roles(person)).isEmpty();
    }

    @Test
    void administratorsGiveRolesToOthersAndNotToThemselves() {
        StaffBrowser browser = site.browser(administrator);
        assertThat(browser.get(page(administrator)).body()).doesNotContain(page(administrator) + "/roles");
        assertThat(browser.get(page(person)).body()).contains(page(person) + "/roles");

        browser.post(page(person) + "/roles", "role=support");

        assertThat(roles(person)).containsExactly("support");
        assertThat(published(person)).contains("account.roles_changed");
        assertThat(browser.post(page(administrator) + "/roles", "role=support").statusCode())
                .isEqualTo(409);
        assertThat(roles(administrator)).containsExactly("administrator");
    }

    @Test
    void ofTwoAdministratorsWhoDismissEachOtherOneRemains() throws Exception {
        for (int round = 0; round < 8; round++) {
            UUID one = administrator;
            UUID other = site.person("other" + round + "@example.org", StaffRole.ADMINISTRATOR);
            StaffBrowser first = site.browser(one);
            StaffBrowser second = site.browser(other);
            first.get("/admin/accounts");
            second.get("/admin/accounts");
            CyclicBarrier together = new CyclicBarrier(2);
            String act = round % 2 == 0 ? "roles" : "disable";

            CompletableFuture<Integer> answer =
                    CompletableFuture.supplyAsync(() -> dismiss(together, first, other, act));
            int mine = dismiss(together, second, one, act);

            assertThat(List.of(mine, answer.get(30, TimeUnit.SECONDS))).contains(303);
            List<UUID> left = site.sql
                    .sql("select id from account where enabled and roles @> '{administrator}'")
                    .query(UUID.class)
                    .list();
            assertThat(left).hasSize(1);
            administrator = left.getFirst();
        }
    }

    private static int dismiss(CyclicBarrier together, StaffBrowser browser, UUID whom, String act) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return browser.post(page(whom) + "/" + act, "reason=because", "role=support")
                .statusCode();
    }

    @Test
    void theAuditTrailIsShownPageByPage() {
        site.sql
                .sql(
                        "insert into audit_event (at, account_id, type, actor) select now() - n * interval '1 minute', ?, 'signed_in',"
                                + " 'person' from generate_series(1, 120) n")
                .param(person)
                .update();
        StaffBrowser browser = site.browser(support);

        String path = page(person);
        int entries = 0;
        int pages = 0;
        for (String next = path; next != null && pages < 10; pages++) {
            String body = browser.get(next).body();
            entries += count(body, "<td>Signed in</td>");
            Matcher older =
                    Pattern.compile("href=\"([^\"#]*before=[^\"#]*)#audit\"").matcher(body);
            next = older.find() ? older.group(1) : null;
        }

        assertThat(entries).isEqualTo(120);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void whatWasWrittenDownCannotBeChanged() {
        site.browser(support).get(page(person));

        for (String statement :
                List.of("update audit_event set actor = 'system'", "delete from audit_event", "truncate audit_event")) {
            assertThatThrownBy(() -> site.sql.sql(statement).update())
                    .as(statement)
                    .hasMessageContaining("the audit log is only appended to");
        }
        assertThat(site.audit(person, "staff")).containsExactly("looked_at");
    }

    @Test
    void pagesCanBeUsedWithAScreenReader() {
        site.session(person);
        StaffBrowser browser = site.browser(administrator);
        for (String path : List.of("/admin/accounts", page(person), "/de" + page(person))) {
            String body = browser.get(path).body();
            assertThat(count(body, "<h1>")).as(path).isEqualTo(1);
            assertThat(count(body, "<caption>")).isEqualTo(count(body, "<table>"));
            assertThat(count(body, "<th>")).isZero();
            Matcher inputs = Pattern.compile("<input (?![^>]*type=\"(?:hidden|search)\")[^>]*>")
                    .matcher(body);
            int seen = 0;
            while (inputs.find()) {
                Matcher id = Pattern.compile("id=\"([^\"]+)\"").matcher(inputs.group());
                assertThat(id.find()).as(inputs.group()).isTrue();
                assertThat(body).contains("<label for=\"" + id.group(1) + "\"");
                seen++;
            }
            assertThat(seen).isPositive();
        }
        assertThat(browser.get("/de" + page(person)).body()).contains("Was geschehen ist", "Konto sperren");
    }

    private static List<String> found(StaffBrowser browser, String text) {
        String body = browser.post("/admin/accounts", "q=" + text).body();
        return Pattern.compile("<th scope=\"row\"><a [^>]*>([^<]*)</a>")
                .matcher(body)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private List<String> roles(UUID account) {
        return site.sql
                .sql("select unnest(roles) from account where id = ?")
                .param(account)
                .query(String.class)
                .list();
    }

    private List<String> published(UUID account) {
        return site.sql
                .sql("select type from outbox where key = ?")
                .param(account.toString())
                .query(String.class)
                .list();
    }

    private static String page(UUID account) {
        return "/admin/accounts/" + account;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}

package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.sessions.LoginSessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountCommandsTest {
    private static final JsonMapper json = JsonMapper.builder().build();

    private final StaffSite site = new StaffSite();

    private record Said(int exit, List<String> lines) {}

    @BeforeAll
    void isOpen() {
        assertThat(site.context.isRunning()).isTrue();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void nobody() {
        site.sql.sql("delete from mail").update();
        site.sql.sql("delete from account").update();
        site.sql.sql("delete from outbox").update();
    }

    @Test
    void theFirstAdministratorIsMadeByACommand() throws Exception {
        Said made = run(
                "account",
                "create",
                "Grace@Example.org",
                "--name",
                "Grace",
                "--language",
                "de",
                "--role",
                "administrator");

        Account account = account(made.lines().getFirst());
        assertThat(made.exit()).isZero();
        assertThat(account.email().text()).isEqualTo("Grace@Example.org");
        assertThat(account.displayName()).isEqualTo("Grace");
        assertThat(account.language().tag()).isEqualTo("de");
        assertThat(account.roles()).containsExactly(StaffRole.ADMINISTRATOR);
        assertThat(account.hasPassword()).isFalse();
        assertThat(site.audit(account.id(), "operator")).containsExactly("registered", "verified", "roles_changed");
        assertThat(run("account", "find", "grace@").lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains(account.id().toString(), "administrator", "enabled"));
    }

    @Test
    void aSecondAccountOfAnAddressIsRefused() throws Exception {
        run("account", "create", "grace@example.org");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("account", "create", "GRACE@example.org", "--role", "administrator"))
                .withMessageContaining("already");
        assertThat(run("account", "find", "grace").lines()).hasSize(1);
    }

    @Test
    void nonsenseIsRefusedBeforeAnythingIsDone() {
        for (String[] nonsense : List.of(
                new String[] {"create", "grace"},
                new String[] {"create", "grace@example.org", "--role", "king"},
                new String[] {"create", "grace@example.org", "--language", "xx"},
                new String[] {"create", "grace@example.org", "--rôle", "support"},
                new String[] {"disable", "nobody@example.org", "--reason", "x"},
                new String[] {"audit", "nobody@example.org", "--limit", "0"},
                new String[] {"find"},
                new String[] {"roles", "grace@example.org"},
                new String[] {})) {
            assertThatIllegalArgumentException()
                    .as(String.join(" ", nonsense))
                    .isThrownBy(() -> run("account", nonsense));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> run("audit", "export", "--since", "yesterday"));
        assertThat(site.sql
                        .sql("select count(*) from account")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void rolesAreGivenAndTakenButForTheLastAdministrator() throws Exception {
        UUID first = site.person("first@example.org", StaffRole.ADMINISTRATOR);
        UUID second = site.person("second@example.org");

        assertThat(run("account", "roles", "first@example.org", "none").exit()).isEqualTo(1);
        assertThat(account(first).roles()).containsExactly(StaffRole.ADMINISTRATOR);
        assertThat(run("account", "roles", "second@example.org", "administrator", "support")
                        .exit())
                .isZero();
        assertThat(run("account", "roles", first.toString(), "none").exit()).isZero();
        assertThat(account(first).roles()).isEmpty();
        assertThat(account(second).roles()).containsExactlyInAnyOrder(StaffRole.ADMINISTRATOR, StaffRole.SUPPORT);
    }

    @Test
    void anAccountIsLockedOpenedAndDeletedLater() throws Exception {
        UUID id = site.person("ada@example.org");
        String session = site.session(id);

        assertThatIllegalArgumentException().isThrownBy(() -> run("account", "disable", "ada@example.org"));
        run("account", "disable", "ada@example.org", "--reason", "spam");
        assertThat(site.context.getBean(LoginSessions.class).of(session)).isEmpty();
        assertThat(account(id).enabled()).isFalse();
        run("account", "enable", id.toString(), "--reason", "sorry");
        assertThat(account(id).enabled()).isTrue();
        run("account", "delete", "ada@example.org", "--reason", "asked for by letter");

        assertThat(account(id).deleteAfter())
                .isBetween(
                        Instant.now().plus(AccountDeletions.GRACE).minusSeconds(60),
                        Instant.now().plus(AccountDeletions.GRACE));
        assertThat(site.mails()).containsExactly("disabled", "enabled", "deletion_requested");
        assertThat(run("account", "audit", id.toString()).lines())
                .anySatisfy(line -> assertThat(line).contains("deletion_requested", "asked for by letter"));
    }

    @Test
    void theStolenAccountOfTheOnlyAdministratorCanBeLocked() throws Exception {
        UUID only = site.person("first@example.org", StaffRole.ADMINISTRATOR);

        assertThat(run("account", "disable", "first@example.org", "--reason", "stolen")
                        .exit())
                .isZero();
        assertThat(account(only).enabled()).isFalse();
    }

    @Test
    void sessionsAreEnded() throws Exception {
        UUID id = site.person("ada@example.org");
        String session = site.session(id);

        assertThat(run("account", "end-sessions", "ada@example.org").lines()).containsExactly("done");
        assertThat(site.context.getBean(LoginSessions.class).of(session)).isEmpty();
        assertThat(run("account", "end-sessions", "ada@example.org").lines()).containsExactly("it was so already");
    }

    @Test
    void theTrailOfAnAccountIsShownTheNewestFirst() throws Exception {
        UUID id = site.person("ada@example.org");
        site.session(id);

        JsonNode newest = json.readTree(run("account", "audit", "ada@example.org", "--limit", "1", "--json")
                .lines()
                .getFirst());

        assertThat(newest.at("/type").asString()).isEqualTo("signed_in");
        assertThat(newest.at("/account").asString()).isEqualTo(id.toString());
        assertThat(newest.at("/details/methods").asString()).isEqualTo("password totp");
        assertThat(Instant.parse(newest.at("/at").asString())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void theWholeLogIsExportedInItsOrderAndOnce() throws Exception {
        UUID id = UUID.randomUUID();
        // More than a batch, many at the same time.
        site.sql
                .sql(
                        "insert into audit_event (at, account_id, type, actor) select timestamptz '2030-01-01' + (n / 700) * interval"
                                + " '1 second', ?, 'signed_in', 'person' from generate_series(1, 2500) n")
                .param(id)
                .update();

        List<JsonNode> exported = run("audit", "export", "--since", "2030-01-01T00:00:00Z").lines().stream()
                .map(json::readTree)
                .toList();

        assertThat(exported).hasSize(2500);
        assertThat(exported.stream().map(entry -> entry.at("/id").asString()).distinct())
                .hasSize(2500);
        assertThat(exported.stream().map(entry -> entry.at("/at").asString()).toList())
                .isSorted();
        assertThat(run("audit", "export", "--since", "2030-01-01T00:00:03Z").lines())
                .hasSize(401);
        assertThat(run("audit", "export").lines()).hasSizeGreaterThan(2500 - 1);
    }

    @Test
    void everyStateIsPublishedAgainWithTheVersionThatItHas() throws Exception {
        List<UUID> people = IntStream.range(0, 1005)
                .mapToObj(n -> site.sql
                        .sql(
                                "insert into account (email, email_key, created_at, updated_at) values (?, ?, now(), now()) returning id")
                        .param("p" + n + "@example.org")
                        .param("p" + n + "@example.org")
                        .query(UUID.class)
                        .single())
                .toList();
        UUID locked = site.person("ada@example.org", StaffRole.SUPPORT);
        run("account", "disable", locked.toString(), "--reason", "spam");
        long version = account(locked).version();
        site.sql.sql("delete from outbox").update();

        assertThat(run("republish").lines().getFirst()).contains("1,006 states");

        assertThat(site.sql
                        .sql("select count(distinct key) from outbox where topic = 'account.state'")
                        .query(Long.class)
                        .single())
                .isEqualTo(people.size() + 1);
        JsonNode state = json.readTree(site.sql
                .sql("select payload from outbox where key = ? and aggregate_version = ?")
                .param(locked.toString())
                .param(version)
                .query(String.class)
                .single());
        assertThat(state.at("/enabled").asBoolean()).isFalse();
        assertThat(state.at("/roles/0").asString()).isEqualTo("support");
        assertThat(state.at("/version").asLong()).isEqualTo(version);
        assertThat(account(locked).version()).isEqualTo(version);
    }

    private Said run(String command, String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = IdentityServer.command(
                site.context, new PrintStream(out, true, StandardCharsets.UTF_8), command, arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private Account account(String id) {
        return account(UUID.fromString(id));
    }

    private Account account(UUID id) {
        return site.context.getBean(Accounts.class).byId(id).orElseThrow();
    }
}

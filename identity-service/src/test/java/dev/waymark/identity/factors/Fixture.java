package dev.waymark.identity.factors;

import dev.waymark.identity.FactorServer;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.platform.pages.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running service, shared by the tests of this package; each test makes accounts of its own. */
final class Fixture {
    private static final TestClock clock = new TestClock(Instant.parse("2026-11-25T10:00:00Z"));
    private static @Nullable ConfigurableApplicationContext context;

    private Fixture() {}

    static TestClock clock() {
        return clock;
    }

    static synchronized ConfigurableApplicationContext context() {
        if (context == null) {
            context = FactorServer.start(clock, Map.of("CODE_LOGIN", "false"));
        }
        return context;
    }

    static <T> T get(Class<T> type) {
        return context().getBean(type);
    }

    static UUID accountWithPassword() {
        return account("$argon2id$not-a-real-hash");
    }

    static UUID account(@Nullable String passwordHash) {
        EmailAddress email =
                EmailAddress.of("ada-" + UUID.randomUUID() + "@example.org").orElseThrow();
        return get(Accounts.class)
                .register(email, passwordHash, "Ada", Language.ENGLISH, Actor.person(visitor()))
                .orElseThrow();
    }

    static Account byId(UUID account) {
        return get(Accounts.class).byId(account).orElseThrow();
    }

    /** A browser that has not been here before. */
    static Visitor visitor() {
        return new Visitor(
                "192.0.2.7",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Visitor.digest(Visitor.newToken()));
    }

    /** The audit log of an account, oldest first: type and details. */
    static List<String> trail(UUID account) {
        return get(JdbcClient.class)
                .sql("select type || ' ' || details::text from audit_event where account_id = ? order by at, id")
                .param(account)
                .query(String.class)
                .list();
    }

    /** What was published of an account's factors: type and payload. */
    static List<String> published(UUID account) {
        return get(JdbcClient.class)
                .sql("select type || ' ' || payload from outbox where key = ? order by position")
                .param(account.toString())
                .query(String.class)
                .list();
    }
}

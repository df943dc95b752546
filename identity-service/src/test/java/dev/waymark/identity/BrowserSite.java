package dev.waymark.identity;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.passwords.Passwords;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running service with people, as Chromium sees it behind the gateway. */
final class BrowserSite implements AutoCloseable {
    static final String PASSWORD = "marmalade on seven bicycles";
    private static final String NAME = "Maximiliane Freifrau von Hohenstein-Wiesental zu Oberkrumbach";
    private static final String AGENT =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";
    private static final AtomicInteger people = new AtomicInteger();

    /** Somebody with an account. */
    record Person(UUID account, String email) {}

    final MailBox mails = new MailBox();
    final ConfigurableApplicationContext service = FactorServer.start(
            new MovableClock(),
            // What one network may do is not looked at here.
            Map.of("MAIL_URL", mails.url(), "RATE_LIMIT_EXEMPT", "127.0.0.1,::1"),
            List.of(new GatewayPart()));
    final JdbcClient sql = service.getBean(JdbcClient.class);
    private final String address = IdentityServer.address(service);
    private final Chromium chromium = new Chromium();

    /** Somebody whose name and address take much room. */
    Person person(StaffRole... roles) {
        String email = "maximiliane.von.hohenstein-wiesental%d@donaudampfschifffahrtsgesellschaft.example"
                .formatted(people.incrementAndGet());
        Accounts accounts = service.getBean(Accounts.class);
        UUID id = accounts.register(
                        EmailAddress.of(email).orElseThrow(),
                        service.getBean(Passwords.class).hash(PASSWORD),
                        NAME,
                        Language.GERMAN,
                        Actor.system())
                .orElseThrow();
        accounts.setRoles(id, Set.of(roles), Actor.operator());
        return new Person(id, email);
    }

    /** Gives somebody an authenticator app, a passkey and recovery codes, of which none is used here. */
    void addFactors(Person person) {
        sql.sql("insert into totp (account_id, secret, last_step, added_at) values (?, 'secret', 0, now())")
                .param(person.account())
                .update();
        sql.sql("""
                        insert into passkey (account_id, credential_id, credential, sign_count, backup_eligible, backed_up, transports,
                            name, added_at)
                        values (?, convert_to(?, 'UTF8'), '', 0, true, true, '{}', 'The grey telephone from the Oberkrumbach office', now())
                        """).param(person.account()).param(person.email()).update();
        service.getBean(SecondFactors.class).newRecoveryCodes(person.account(), Actor.system());
    }

    /** The value of the cookie of a new session. */
    String session(Person person) {
        Visitor visitor =
                new Visitor("2001:db8:85a3:8d3:1319:8a2e:370:7348", AGENT, Visitor.digest(Visitor.newToken()));
        return service.getBean(LoginSessions.class)
                .start(person.account(), Set.of(SignInMethod.PASSWORD, SignInMethod.TOTP), visitor);
    }

    /** The browser of who is signed in nowhere. */
    Page stranger() {
        return visitor(Map.of()).newPage();
    }

    /** The browser of who is signed in. */
    Page browser(Person person) {
        BrowserContext context = visitor(Map.of("Waymark-Signed-In", "true"));
        String site = service.getEnvironment().getRequiredProperty("SITE");
        context.addCookies(List.of(new Cookie(site + "_login", session(person)).setUrl(address)));
        return context.newPage();
    }

    /** Colours do not fade from one scheme to the other: they are looked at in between otherwise. */
    private BrowserContext visitor(Map<String, String> headers) {
        return chromium.visitor(new Browser.NewContextOptions()
                .setBaseURL(address)
                .setExtraHTTPHeaders(headers)
                .setReducedMotion(ReducedMotion.REDUCE));
    }

    @Override
    public void close() {
        chromium.close();
        service.close();
        mails.close();
    }
}

package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.FactorServer;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SecondFactorsTest {
    private final SecondFactors factors = Fixture.get(SecondFactors.class);
    private final AuthenticatorApps apps = Fixture.get(AuthenticatorApps.class);
    private final AccountFactors all = Fixture.get(AccountFactors.class);
    private final FailureCounts failures = Fixture.get(FailureCounts.class);
    private final TrustedBrowsers browsers = Fixture.get(TrustedBrowsers.class);
    private final UUID account = Fixture.accountWithPassword();
    private final Visitor visitor = Fixture.visitor();
    private final Actor owner = Actor.person(visitor);

    @Test
    void anAccountHasNoSecondFactorAtFirst() {
        assertThat(factors.of(account)).isEmpty();
        assertThat(factors.totp(account, "000000", owner)).isEqualTo(Verdict.WRONG);
        assertThat(factors.newRecoveryCodes(account, owner)).isEmpty();
    }

    @Test
    void anAppIsAFactorOnceItHasShownACode() {
        LoginSession session = session();
        TestApp app = app(session);
        assertThat(factors.of(account)).isEmpty();

        assertThat(apps.confirm(session, "12345", owner)).isEmpty();
        assertThat(factors.of(account)).isEmpty();

        assertThat(apps.confirm(session, app.code(), owner))
                .hasValueSatisfying(codes -> assertThat(codes).hasSize(10).doesNotHaveDuplicates());
        assertThat(factors.of(account)).containsExactlyInAnyOrder(Factor.TOTP, Factor.RECOVERY_CODE);
        assertThat(Fixture.published(account))
                .last()
                .asString()
                .startsWith("account.factor_added")
                .contains("totp");
    }

    @Test
    void theCodeOfTheSetUpDoesNotAlsoSignIn() {
        TestApp app = setUp().app();

        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.WRONG);
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aCodeMayBeTypedInGroups() {
        TestApp app = setUp().app();
        Fixture.clock().advance(Duration.ofSeconds(30));

        String code = app.code();
        assertThat(factors.totp(account, " " + code.substring(0, 3) + " " + code.substring(3), owner))
                .isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aCodeIsRightOnceHoweverManySendItAtOnce() throws Exception {
        TestApp app = setUp().app();
        Fixture.clock().advance(Duration.ofSeconds(30));
        String code = app.code();

        List<Verdict> verdicts = atOnce(50, () -> factors.totp(account, code, owner));

        assertThat(verdicts).filteredOn(Verdict.RIGHT::equals).hasSize(1);
        assertThat(verdicts).filteredOn(Verdict.WRONG::equals).hasSize(49);
        assertThat(factors.totp(account, code, owner)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void aCodeOfTheStepBeforeIsNotRightAfterOneOfThisStep() {
        TestApp app = setUp().app();
        Fixture.clock().advance(Duration.ofSeconds(30));
        String older = app.code();
        Fixture.clock().advance(Duration.ofSeconds(30));

        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.RIGHT);
        assertThat(factors.totp(account, older, owner)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void aCodeIsRightOneStepLateAndNotTwo() {
        TestApp app = setUp().app();
        Fixture.clock().advance(Duration.ofSeconds(60));
        String late = app.code();
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, late, owner)).isEqualTo(Verdict.RIGHT);

        Fixture.clock().advance(Duration.ofSeconds(30));
        String tooLate = app.code();
        Fixture.clock().advance(Duration.ofSeconds(60));
        assertThat(factors.totp(account, tooLate, owner)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void aSecondAppReplacesTheFirstWhenItIsConfirmed() {
        TestApp first = setUp().app();
        LoginSession session = session();
        TestApp second = app(session);
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, first.code(), owner)).isEqualTo(Verdict.RIGHT);

        assertThat(apps.confirm(session, second.code(), owner)).contains(List.of());

        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, first.code(), owner)).isEqualTo(Verdict.WRONG);
        assertThat(factors.totp(account, second.code(), owner)).isEqualTo(Verdict.RIGHT);
        assertThat(all.all(account)).hasSize(1);
    }

    @Test
    void twoThatConfirmOneAppAtOnceGetOneSetOfRecoveryCodes() throws Exception {
        LoginSession session = session();
        String code = app(session).code();

        List<Boolean> confirmed =
                atOnce(10, () -> apps.confirm(session, code, owner).isPresent());

        assertThat(confirmed).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(factors.recoveryCodesLeft(account)).isEqualTo(10);
    }

    @Test
    void nobodyIsShownTheSecretThatAnotherSessionHasSeen() {
        LoginSession session = session();

        assertThat(apps.setUp(session, Fixture.byId(account)))
                .isEqualTo(apps.setUp(session, Fixture.byId(account)))
                .isNotEqualTo(apps.setUp(session(), Fixture.byId(account)));
        AuthenticatorApps.Setup shown = apps.setUp(session, Fixture.byId(account));
        Fixture.clock().advance(Duration.ofHours(1));
        assertThat(apps.setUp(session, Fixture.byId(account))).isNotEqualTo(shown);
    }

    @Test
    void whoStealsTheTablesLearnsNoSecretAndNoCode() {
        SetUp setUp = setUp();

        String dump = Fixture.get(JdbcClient.class)
                .sql("""
                        select (select json_agg(t)::text from totp t where account_id = :account)
                            || (select json_agg(c)::text from recovery_code c where account_id = :account)
                        """)
                .param("account", account)
                .query(String.class)
                .single();

        assertThat(dump)
                .doesNotContain(java.util.HexFormat.of().formatHex(setUp.app().secret()));
        setUp.codes().forEach(code -> assertThat(dump).doesNotContain(code, code.replace("-", "")));
    }

    @Test
    void aRecoveryCodeIsRightOnceHoweverManySendItAtOnce() throws Exception {
        List<String> codes = setUp().codes();

        List<Verdict> verdicts = atOnce(50, () -> factors.recoveryCode(account, codes.getFirst(), owner));

        assertThat(verdicts).filteredOn(Verdict.RIGHT::equals).hasSize(1);
        assertThat(factors.recoveryCodesLeft(account)).isEqualTo(9);
        assertThat(factors.recoveryCode(account, codes.getFirst(), owner)).isEqualTo(Verdict.WRONG);
        assertThat(factors.recoveryCode(account, codes.getLast(), owner)).isEqualTo(Verdict.RIGHT);
        assertThat(Fixture.trail(account)).last().asString().startsWith("recovery_code_used");
    }

    @Test
    void aRecoveryCodeMayBeTypedAsItIsRead() {
        String code = setUp().codes().getFirst();
        String typed =
                code.replace('-', ' ').replace('0', 'o').replace('1', 'l').toLowerCase(Locale.ROOT);

        assertThat(factors.recoveryCode(account, " " + typed, owner)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void theRecoveryCodeOfAnotherAccountIsWrong() {
        String code = setUp().codes().getFirst();

        assertThat(factors.recoveryCode(Fixture.accountWithPassword(), code, owner))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void newRecoveryCodesEndTheOldOnes() {
        String old = setUp().codes().getFirst();

        List<String> codes = factors.newRecoveryCodes(account, owner);

        assertThat(codes).hasSize(10).doesNotContain(old);
        assertThat(factors.recoveryCode(account, old, owner)).isEqualTo(Verdict.WRONG);
        assertThat(factors.recoveryCode(account, codes.get(3), owner)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aHundredFailuresInARowTurnAnAuthenticatorOff() throws Exception {
        TestApp app = setUp().app();
        Fixture.clock().advance(Duration.ofSeconds(30));
        List<Verdict> verdicts = atOnce(120, () -> factors.totp(account, "no code", owner));

        assertThat(verdicts).filteredOn(Verdict.WRONG::equals).hasSize(100);
        assertThat(verdicts).filteredOn(Verdict.BLOCKED::equals).hasSize(20);
        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.BLOCKED);
        assertThat(failures.isBlocked(account, "totp")).isTrue();
        assertThat(Fixture.trail(account))
                .filteredOn(entry -> entry.startsWith("factor_blocked"))
                .hasSize(1);
    }

    @Test
    void theRightCodeStartsTheCountAnew() {
        TestApp app = setUp().app();
        fail(99);
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.RIGHT);

        fail(99);
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, app.code(), owner)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aRecoveryCodeTurnsTheAppOnAgain() {
        SetUp setUp = setUp();
        fail(100);
        Fixture.clock().advance(Duration.ofSeconds(30));
        assertThat(factors.totp(account, setUp.app().code(), owner)).isEqualTo(Verdict.BLOCKED);

        assertThat(factors.recoveryCode(account, setUp.codes().getFirst(), owner))
                .isEqualTo(Verdict.RIGHT);

        assertThat(factors.totp(account, setUp.app().code(), owner)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aPasskeyTurnsEverythingElseOnAgain() {
        setUp();
        SoftAuthenticator key = new SoftAuthenticator(FactorServer.origin());
        Passkeys passkeys = Fixture.get(Passkeys.class);
        passkeys.add(visitor, account, key.create(passkeys.creationOptions(visitor, Fixture.byId(account))), "");
        fail(100);
        for (int failure = 0; failure < 100; failure++) {
            assertThat(failures.admit(account, "password")).isTrue();
        }
        assertThat(failures.admit(account, "password")).isFalse();

        assertThat(passkeys.verify(visitor, key.get(passkeys.requestOptions(visitor, null)), null))
                .contains(account);

        assertThat(failures.isBlocked(account, "totp")).isFalse();
        assertThat(failures.admit(account, "password")).isTrue();
    }

    @Test
    void aBlockedPasswordIsOnAgainWhenItsOwnerHasShownHimselfByMail() {
        for (int failure = 0; failure < 100; failure++) {
            failures.admit(account, "password");
        }
        assertThat(failures.admit(account, "password")).isFalse();
        failures.unblock(account, "password");

        assertThat(failures.admit(account, "password")).isTrue();
    }

    @Test
    void anAccountThatIsGoneIsNotAdmitted() {
        assertThat(failures.admit(UUID.randomUUID(), "password")).isFalse();
    }

    @Test
    void trustIsForOneBrowserAndTwoWeeks() {
        setUp();
        factors.trust(account, visitor);

        assertThat(factors.isTrusted(account, visitor)).isTrue();
        assertThat(factors.isTrusted(account, Fixture.visitor())).isFalse();
        assertThat(factors.isTrusted(Fixture.accountWithPassword(), visitor)).isFalse();
        Fixture.clock().advance(TrustedBrowsers.LIFE.minusSeconds(1));
        assertThat(factors.isTrusted(account, visitor)).isTrue();
        Fixture.clock().advance(Duration.ofSeconds(1));
        assertThat(factors.isTrusted(account, visitor)).isFalse();
    }

    @Test
    void trustEndsWhenAFactorIsAddedOrRemovedOrTheCodesAreMadeAnew() {
        setUp();
        trusted();
        factors.newRecoveryCodes(account, owner);
        assertThat(factors.isTrusted(account, visitor)).isFalse();

        trusted();
        SoftAuthenticator key = new SoftAuthenticator(FactorServer.origin());
        Passkeys passkeys = Fixture.get(Passkeys.class);
        passkeys.add(visitor, account, key.create(passkeys.creationOptions(visitor, Fixture.byId(account))), "");
        assertThat(factors.isTrusted(account, visitor)).isFalse();

        trusted();
        remove(Factor.PASSKEY);
        assertThat(factors.isTrusted(account, visitor)).isFalse();

        trusted();
        factors.factorsChanged(account);
        assertThat(factors.isTrusted(account, visitor)).isFalse();
    }

    @Test
    void trustThatIsWrittenWhileTheFactorsChangeIsWorthNothing() {
        setUp();
        trusted();
        // As if the row had been written by a login that saw the factors of before.
        Fixture.get(JdbcClient.class)
                .sql("update trusted_browser set generation = generation - 1 where account_id = ?")
                .param(account)
                .update();

        assertThat(factors.isTrusted(account, visitor)).isFalse();
        assertThat(browsers.all(account)).isEmpty();
    }

    @Test
    void theOwnerEndsAllTrust() {
        setUp();
        trusted();
        assertThat(browsers.all(account)).hasSize(1);

        assertThat(browsers.endAll(account, owner)).isEqualTo(1);

        assertThat(browsers.all(account)).isEmpty();
        assertThat(factors.isTrusted(account, visitor)).isFalse();
        assertThat(Fixture.trail(account)).last().asString().startsWith("trust_ended");
    }

    @Test
    void withTheLastFactorRecoveryCodesAndTrustGo() {
        SetUp setUp = setUp();
        trusted();

        assertThat(remove(Factor.TOTP)).isEqualTo(Removal.REMOVED);

        assertThat(factors.of(account)).isEmpty();
        assertThat(factors.recoveryCodesLeft(account)).isZero();
        assertThat(factors.isTrusted(account, visitor)).isFalse();
        assertThat(factors.recoveryCode(account, setUp.codes().getFirst(), owner))
                .isEqualTo(Verdict.WRONG);
        assertThat(Fixture.published(account))
                .last()
                .asString()
                .startsWith("account.factor_removed")
                .contains("totp");
    }

    @Test
    void theStaffSeesFactorsAndRemovesOneWithAReason() {
        setUp();
        AccountFactor app = all.all(account).getFirst();
        assertThat(app.kind()).isEqualTo(Factor.TOTP);
        UUID staff = Fixture.accountWithPassword();

        assertThat(all.remove(account, Factor.TOTP, app.id(), "lost phone", Actor.staff(staff, visitor)))
                .isEqualTo(Removal.REMOVED);
        assertThat(all.remove(account, Factor.TOTP, app.id(), "lost phone", Actor.staff(staff, visitor)))
                .isEqualTo(Removal.GONE);
        assertThat(Fixture.trail(account)).last().asString().isEqualTo("factor_removed {\"reason\": \"lost phone\"}");
    }

    @Test
    void theLastPasskeyOfAnAccountWithoutPasswordStays() throws Exception {
        UUID keyOnly = Fixture.account(null);
        Passkeys passkeys = Fixture.get(Passkeys.class);
        for (int number = 0; number < 5; number++) {
            SoftAuthenticator key = new SoftAuthenticator(FactorServer.origin());
            passkeys.add(visitor, keyOnly, key.create(passkeys.creationOptions(visitor, Fixture.byId(keyOnly))), "");
        }
        List<UUID> ids = all.all(keyOnly).stream().map(AccountFactor::id).toList();
        java.util.Iterator<UUID> next = ids.iterator();

        List<Removal> removals = atOnce(5, () -> {
            UUID id;
            synchronized (next) {
                id = next.next();
            }
            return all.remove(keyOnly, Factor.PASSKEY, id, null, owner);
        });

        assertThat(removals).filteredOn(Removal.REMOVED::equals).hasSize(4);
        assertThat(removals).filteredOn(Removal.LAST_WAY_IN::equals).hasSize(1);
        assertThat(all.all(keyOnly)).hasSize(1);
    }

    @Test
    void theLastPasskeyOfAnAccountWithPasswordMayGo() {
        SoftAuthenticator key = new SoftAuthenticator(FactorServer.origin());
        Passkeys passkeys = Fixture.get(Passkeys.class);
        passkeys.add(visitor, account, key.create(passkeys.creationOptions(visitor, Fixture.byId(account))), "");

        assertThat(remove(Factor.PASSKEY)).isEqualTo(Removal.REMOVED);
    }

    @Test
    void nobodyRemovesTheFactorOfAnotherAccount() {
        setUp();
        UUID app = all.all(account).getFirst().id();

        assertThat(all.remove(Fixture.accountWithPassword(), Factor.TOTP, app, null, owner))
                .isEqualTo(Removal.GONE);
        assertThat(all.all(account)).hasSize(1);
    }

    private record SetUp(TestApp app, List<String> codes) {}

    private SetUp setUp() {
        LoginSession session = session();
        TestApp app = app(session);
        return new SetUp(app, apps.confirm(session, app.code(), owner).orElseThrow());
    }

    private TestApp app(LoginSession session) {
        Account of = Fixture.byId(account);
        return TestApp.scan(apps.setUp(session, of).uri());
    }

    private LoginSession session() {
        LoginSessions sessions = Fixture.get(LoginSessions.class);
        return sessions.of(sessions.start(account, Set.of(SignInMethod.PASSWORD), visitor))
                .orElseThrow();
    }

    private void trusted() {
        factors.trust(account, visitor);
        assertThat(factors.isTrusted(account, visitor)).isTrue();
    }

    private Removal remove(Factor kind) {
        UUID id = all.all(account).stream()
                .filter(factor -> factor.kind() == kind)
                .findFirst()
                .orElseThrow()
                .id();
        return all.remove(account, kind, id, null, owner);
    }

    private void fail(int times) {
        for (int time = 0; time < times; time++) {
            assertThat(factors.totp(account, "no code", owner)).isEqualTo(Verdict.WRONG);
        }
    }

    private static <T> List<T> atOnce(int count, Callable<T> attempt) throws Exception {
        CyclicBarrier together = new CyclicBarrier(count);
        List<Future<T>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (int number = 0; number < count; number++) {
                attempts.add(threads.submit(() -> {
                    together.await(60, TimeUnit.SECONDS);
                    return attempt.call();
                }));
            }
        }
        return attempts.stream().map(Future::resultNow).toList();
    }
}

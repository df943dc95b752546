package dev.waymark.identity.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.platform.cache.CacheServer;
import dev.waymark.platform.settings.Site;
import dev.waymark.platform.web.Problem;
import dev.waymark.testing.RedisProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** Two copies of the service with a real cache server, and one without; each test has subjects of its own. */
class LimitsTest {
    private static final Instant TEN = Instant.parse("2026-11-26T10:00:00Z");
    private static final AtomicReference<Instant> now = new AtomicReference<>(TEN);
    private static final AtomicInteger subjects = new AtomicInteger();
    private static final DerivedKeys keys = new DerivedKeys("a secret for the tests of limits");
    private static final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static final RedisProcess redis = new RedisProcess();
    private static final Copy one = new Copy();
    private static final Copy other = new Copy();

    private final String account = "account " + subjects.incrementAndGet();

    private static final class Copy {
        private final CacheServer server = new CacheServer(redis.url());
        // More than a busy machine needs, so that only a frozen server is too slow.
        private final SharedAttempts shared = new SharedAttempts(Optional.of(server), 2000, new SimpleMeterRegistry());
        private final Limits limits = limits(shared);

        Copy() {
            server.start();
        }
    }

    private static Limits limits(SharedAttempts shared) {
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        return new Limits(shared, "127.0.0.0/8, ::1, 2001:db8:7::/48", keys, new Site("waymark"), clock, meters);
    }

    private static Limits alone() {
        return limits(new SharedAttempts(Optional.empty(), 50, new SimpleMeterRegistry()));
    }

    @BeforeEach
    void everythingIsCountedTogether() {
        redis.start();
        now.set(TEN);
        for (Copy copy : List.of(one, other)) {
            await().until(() -> copy.server.client() != null);
            copy.shared.reset();
            await().until(() -> countsTogether(copy.limits));
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        one.server.destroy();
        other.server.destroy();
        redis.close();
    }

    /** Whether an attempt at something that was never tried before is counted in the cache server. */
    private static boolean countsTogether(Limits limits) {
        redis.ask("FLUSHALL");
        limits.take(Limit.CHANGE_PASSWORD, "nobody " + subjects.incrementAndGet());
        return redis.ask("DBSIZE").startsWith(":1");
    }

    /** @return null when it was let through */
    private static @Nullable Problem refusal(Limits limits, Limit limit, String subject) {
        return catchThrowableOfType(Problem.class, () -> limits.take(limit, subject));
    }

    private static void assertRefused(Limits limits, Limit limit, String subject, int seconds) {
        Problem problem = refusal(limits, limit, subject);
        assertThat(problem).isNotNull();
        assertThat(problem.status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(problem.code()).isEqualTo("too_many_attempts");
        assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static void assertPasses(Limits limits, Limit limit, String subject) {
        assertThatCode(() -> limits.take(limit, subject)).doesNotThrowAnyException();
    }

    private static void pass(Duration time) {
        now.updateAndGet(moment -> moment.plus(time));
    }

    /** What holds whether attempts are counted here or in the cache server. */
    private abstract class Counting {
        abstract Limits limits();

        @Test
        void oneTooManyIsRefusedUntilTheFirstIsAsOldAsTheWindow() {
            for (int i = 0; i < 5; i++) {
                assertPasses(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account);
                pass(Duration.ofSeconds(10));
            }

            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account, 250);
            pass(Duration.ofMillis(249_001));
            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account, 1);
            pass(Duration.ofMillis(999));
            assertPasses(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account);
            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account, 10);
        }

        @Test
        void whatIsRefusedIsNotCounted() {
            assertPasses(limits(), Limit.CODE, account);
            for (int i = 0; i < 20; i++) {
                assertRefused(limits(), Limit.CODE, account, 10);
            }

            pass(Duration.ofSeconds(10));
            assertPasses(limits(), Limit.CODE, account);
        }

        @Test
        void atNoMomentAreMoreLetThroughThanInOneWindow() {
            // A fixed window would let ten through around its end.
            pass(Duration.ofSeconds(59));
            IntStream.range(0, 5).forEach(_ -> assertPasses(limits(), Limit.CHANGE_PASSWORD, account));
            pass(Duration.ofSeconds(2));

            assertRefused(limits(), Limit.CHANGE_PASSWORD, account, 58);
        }

        @Test
        void aSuccessDoesNotCount() {
            for (int i = 0; i < 20; i++) {
                assertPasses(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account);
                limits().giveBack(Limit.FAILED_LOGIN_BY_ACCOUNT, account);
            }
            IntStream.range(0, 5).forEach(_ -> assertPasses(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account));
            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account, 300);

            limits().giveBack(Limit.FAILED_LOGIN_BY_ACCOUNT, account);
            assertPasses(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account);
            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ACCOUNT, account, 300);
        }

        @Test
        void whatWasNeverTakenCannotBeGivenBack() {
            IntStream.range(0, 3).forEach(_ -> limits().giveBack(Limit.CODE, account));

            assertPasses(limits(), Limit.CODE, account);
            assertRefused(limits(), Limit.CODE, account, 10);
        }

        @Test
        void everySubjectAndEveryLimitIsCountedForItself() {
            assertPasses(limits(), Limit.CODE, account);
            assertPasses(limits(), Limit.CODE, account + "x");
            assertPasses(limits(), Limit.RESET_BY_ACCOUNT, account);
            assertRefused(limits(), Limit.CODE, account, 10);
        }

        @Test
        void aNetworkOfIpv6IsOneVisitor() {
            String network = "2001:db8:1:" + Integer.toHexString(0x1000 + subjects.incrementAndGet());
            for (int i = 0; i < Limit.FAILED_LOGIN_BY_ADDRESS.most(); i++) {
                assertPasses(limits(), Limit.FAILED_LOGIN_BY_ADDRESS, network + "::" + Integer.toHexString(i));
            }

            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ADDRESS, network + ":ffff:ffff:ffff:ffff", 60);
            assertPasses(limits(), Limit.FAILED_LOGIN_BY_ADDRESS, network.replace(":1:", ":2:") + "::1");
        }

        @Test
        void anAddressOfIpv4IsTheSameInBothSpellingsAndNobodyElses() {
            int last = subjects.incrementAndGet();
            for (int i = 0; i < Limit.FAILED_LOGIN_BY_ADDRESS.most(); i++) {
                assertPasses(
                        limits(),
                        Limit.FAILED_LOGIN_BY_ADDRESS,
                        (i % 2 == 0 ? "203.0.113." : "::ffff:203.0.113.") + last);
            }

            assertRefused(limits(), Limit.FAILED_LOGIN_BY_ADDRESS, "203.0.113." + last, 60);
            assertPasses(limits(), Limit.FAILED_LOGIN_BY_ADDRESS, "::ffff:203.0.112." + last);
        }

        @Test
        void whoIsExemptIsNotCountedByAddressButByAccount() {
            for (String local : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1", "2001:db8:7::1")) {
                for (int i = 0; i <= Limit.LOGIN_BY_ADDRESS.most(); i++) {
                    assertPasses(limits(), Limit.LOGIN_BY_ADDRESS, local);
                }
                limits().giveBack(Limit.LOGIN_BY_ADDRESS, local);
            }
            String loopbackAsAccount = "127.0.0." + (1 + subjects.incrementAndGet());
            assertPasses(limits(), Limit.CODE, loopbackAsAccount);
            assertRefused(limits(), Limit.CODE, loopbackAsAccount, 10);
        }

        @Test
        void whatIsNoAddressIsCountedAsItIs() {
            String strange = "unknown " + subjects.incrementAndGet();
            for (int i = 0; i < Limit.SIGN_UP_BY_ADDRESS.most(); i++) {
                assertPasses(limits(), Limit.SIGN_UP_BY_ADDRESS, strange);
            }
            assertRefused(limits(), Limit.SIGN_UP_BY_ADDRESS, strange, 60);
        }

        @Test
        void aClockThatIsALittleBehindMakesNoRoom() {
            assertPasses(limits(), Limit.CODE, account);
            pass(Duration.ofSeconds(-5));

            assertRefused(limits(), Limit.CODE, account, 10);
        }

        @Test
        void ofManyAtOnceExactlySoManyPass() throws Exception {
            assertThat(passedOf(List.of(limits()), Limit.RESET_BY_ACCOUNT)).isEqualTo(5);
        }
    }

    private int passedOf(List<Limits> copies, Limit limit) throws Exception {
        CyclicBarrier together = new CyclicBarrier(50);
        List<Callable<Boolean>> attempts = IntStream.range(0, 50)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    together.await();
                    return refusal(copies.get(i % copies.size()), limit, account) == null;
                })
                .toList();
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                passed += attempt.get() ? 1 : 0;
            }
        }
        return passed;
    }

    @Nested
    class CountedTogether extends Counting {
        @Override
        Limits limits() {
            return one.limits;
        }
    }

    @Nested
    class CountedAlone extends Counting {
        private final Limits limits = alone();

        @Test
        void aClockThatIsSetBackLocksNobodyOut() {
            assertPasses(limits, Limit.CODE, account);
            pass(Duration.ofHours(-1));

            assertPasses(limits, Limit.CODE, account);
            assertRefused(limits, Limit.CODE, account, 10);
        }

        @Override
        Limits limits() {
            return limits;
        }
    }

    @Test
    void ofFiftyAttemptsAtTwoCopiesExactlySoManyPass() throws Exception {
        assertThat(passedOf(List.of(one.limits, other.limits), Limit.FAILED_LOGIN_BY_ACCOUNT))
                .isEqualTo(5);
        assertThat(refusal(other.limits, Limit.FAILED_LOGIN_BY_ACCOUNT, account))
                .isNotNull();
    }

    @Test
    void oneCopyGivesBackWhatTheOtherCounted() {
        assertPasses(one.limits, Limit.CODE, account);
        assertRefused(other.limits, Limit.CODE, account, 10);
        other.limits.giveBack(Limit.CODE, account);

        assertPasses(one.limits, Limit.CODE, account);
    }

    @Test
    void theCacheServerLearnsNoAddressAndForgetsWithTheWindow() {
        redis.ask("FLUSHALL");
        one.limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, "203.0.113.99");
        one.limits.take(Limit.FAILED_LOGIN_BY_ACCOUNT, "somebody@example.test");

        String known = redis.ask("KEYS *");
        assertThat(known)
                .contains("waymark:limit:failed_login_by_address:", "waymark:limit:failed_login_by_account:")
                .doesNotContain("203.0.113.99", "somebody");
        String key = known.lines()
                .filter(line -> line.startsWith("waymark:limit:failed_login_by_account:"))
                .findFirst()
                .orElseThrow();
        assertThat(Long.parseLong(redis.ask("PTTL " + key)
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .substring(1)))
                .isBetween(290_000L, 300_000L);
    }

    @Test
    void withoutTheCacheServerEachCopyCountsByItselfUntilItIsBack() {
        assertPasses(one.limits, Limit.CODE, account);
        redis.stop();

        assertPasses(one.limits, Limit.CODE, account);
        assertPasses(other.limits, Limit.CODE, account);
        assertRefused(one.limits, Limit.CODE, account, 10);
        assertRefused(other.limits, Limit.CODE, account, 10);
        one.limits.giveBack(Limit.CODE, account);
        assertPasses(one.limits, Limit.CODE, account);

        redis.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> countsTogether(one.limits));
        await().atMost(Duration.ofSeconds(40)).until(() -> countsTogether(other.limits));
        assertPasses(one.limits, Limit.CODE, account);
        assertRefused(other.limits, Limit.CODE, account, 10);
    }

    @Test
    void aRefusalIsCountedForTheOperator() {
        double before =
                meters.counter("waymark.attempts.limited", "limit", "code").count();
        one.limits.take(Limit.CODE, account);
        assertRefused(one.limits, Limit.CODE, account, 10);

        assertThat(meters.counter("waymark.attempts.limited", "limit", "code").count())
                .isEqualTo(before + 1);
    }
}

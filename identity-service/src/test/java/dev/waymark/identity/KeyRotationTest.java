package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.waymark.resourceserver.ResourceServer;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class KeyRotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final Set<String> kids = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    @Timeout(240)
    void noGoodTokenIsRefusedWhileTwoCopiesChangeTheKeyUnderLoad() throws Exception {
        try (Provider one = Provider.start();
                Provider other = one.copy();
                // It asks the one for the keys, and keeps them; tokens come from both.
                ConfigurableApplicationContext service =
                        ResourceServer.start("organization-service", one.address, IdentityServer.ORIGIN);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> load = Stream.of(one, other, one, other)
                    .<Future<?>>map(copy -> threads.submit(() -> useTokens(copy, IdentityServer.address(service))))
                    .toList();
            until(() -> taken.get() > 20);

            chores(one);
            assertThat(keys(one)).as("a young key stays").hasSize(1);
            age(one, "31 days");
            AtOnce.times(2, turn -> {
                chores(turn == 0 ? one : other);
                return turn;
            });
            // Announced once, by whichever copy was first.
            until(() -> keys(one).size() == 2 && keys(other).size() == 2);
            assertThat(kids).hasSize(1);
            // Caches have had the time that they get in production: five minutes, of which these have just seen the
            // end.
            age(one, "6 minutes");
            until(() -> kids.size() == 2);
            int before = taken.get();
            until(() -> taken.get() > before + 100);

            over.set(true);
            for (Future<?> each : load) {
                each.get();
            }
            chores(one);
            assertThat(keys(one)).hasSize(2);
        }
        assertThat(refusals).isEmpty();
        assertThat(taken.get()).isGreaterThan(100);
    }

    private void useTokens(Provider copy, String service) {
        while (!over.get()) {
            JsonNode answer =
                    Requests.json(Requests.token(copy.address, "search-indexer", IdentityServer.INDEXER_SECRET));
            String token = Provider.text(answer, "access_token");
            kids.add(kid(token));
            int status = Requests.get(service + "/internal", "Authorization", "Bearer " + token)
                    .statusCode();
            if (status == 200) {
                taken.incrementAndGet();
            } else {
                refusals.add(status);
            }
        }
    }

    private static void chores(Provider copy) {
        copy.context.getBeansOfType(Chore.class).values().forEach(Chore::run);
    }

    private static void age(Provider provider, String interval) {
        provider.bean(JdbcClient.class)
                .sql(
                        "update signing_key set announced_at = announced_at - ?::interval, signs_from = signs_from - ?::interval")
                .param(interval)
                .param(interval)
                .update();
    }

    private static List<String> keys(Provider provider) {
        return Requests.json(Requests.get(provider.address + "/oauth2/jwks"))
                .path("keys")
                .valueStream()
                .map(key -> Provider.text(key, "kid"))
                .toList();
    }

    private static String kid(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(PATIENCE).until(condition::getAsBoolean);
    }
}

package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.events.EventHeaders;
import dev.waymark.events.Topics;
import dev.waymark.platform.cache.CacheAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class AccountRecordsTest extends SignInTest {
    @Autowired
    AccountRecords records;

    @Autowired
    Sessions sessions;

    @Autowired
    MeterRegistry meters;

    @Test
    void anEventEndsTheSessionsThatItLists() {
        Browser browser = signedIn();

        receive(event("account.sessions_ended", UUID.randomUUID()));
        assertThat(isSignedIn(browser)).as("another session of the account").isTrue();

        receive(event("account.sessions_ended", UUID.randomUUID(), provider.sid));
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(browser.cookies()).isEmpty();
        assertThat(redis.ask("KEYS waymark:account:" + provider.account)).startsWith("*0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"enabled\":false,\"deleted\":false", "\"enabled\":true,\"deleted\":true"})
    void anAccountThatMayNotActAnyMoreHasNoSessions(String how) {
        Browser one = signedIn();
        Browser other = signedIn();

        receive(state(how, Instant.now()));

        assertThat(isSignedIn(one)).isFalse();
        assertThat(isSignedIn(other)).isFalse();
    }

    @Test
    void aTombstoneEndsAllToo() {
        Browser browser = signedIn();

        receive(record(Topics.ACCOUNT_STATE, "account.state", null));

        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void anAccountThatMayActKeepsItsSessions() {
        Browser browser = signedIn();

        receive(state("\"enabled\":true,\"deleted\":false", Instant.now()));

        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void anOldStateThatComesAgainEndsNothingThatBeganLater() {
        Browser browser = signedIn();

        receive(state("\"enabled\":false,\"deleted\":false", Instant.now().minusSeconds(60)));

        assertThat(isSignedIn(browser)).isTrue();
        assertThat(isSignedIn(signedIn())).isTrue();
    }

    @Test
    void aLoginThatIsUnderWayDoesNotSurviveTheEndOfItsSession() {
        Browser browser = browser();
        String callback = callback(begin(browser, "/search"));
        receive(event("account.sessions_ended", provider.sid));

        assertThat(browser.get(callback).statusCode()).isEqualTo(400);

        assertThat(browser.cookies()).isEmpty();
        assertThat(redis.ask("KEYS waymark:account:" + provider.account)).startsWith("*0");
    }

    @Test
    void aSessionThatWasEndedDuringARefreshDoesNotComeBack() {
        Browser browser = signedIn();
        BrowserToken token = browser.session();
        Session session = sessions.find(token).orElseThrow().session();
        receive(event("account.sessions_ended", provider.sid));

        assertThat(sessions.renew(token, session, session.tokens())).isEmpty();

        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void withoutTheCacheServerARecordHasToComeAgain() {
        Browser browser = signedIn();
        ConsumerRecord<byte[], byte[]> ended = event("account.sessions_ended", provider.sid);
        redis.freeze();

        assertThatExceptionOfType(CacheAwayException.class).isThrownBy(() -> receive(ended));

        redis.start();
        cache.reset();
        receive(ended);
        assertThat(isSignedIn(browser)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"id\":",
                "{\"id\":\"no UUID\",\"version\":1,\"sessions\":[]}",
                "{\"version\":1,\"sessions\":[]}",
                "{\"id\":\"0198f2c4-7d1e-7c3a-9b54-2f6d8e0a1b2c\",\"version\":1}"
            })
    void aRecordThatCannotBeReadIsPassedOverAndCounted(String value) {
        double before = unreadable();

        receive(record(Topics.ACCOUNT_EVENTS, "account.sessions_ended", value));
        receive(record(Topics.ACCOUNT_STATE, "account.state", value));

        assertThat(unreadable()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "+999999999-01-01T00:00:00Z"})
    void aTimeThatNobodyCanReckonWithStopsNoOtherRecord(String updatedAt) {
        double before = unreadable();

        receive(state("\"enabled\":false,\"deleted\":false", Instant.parse(updatedAt)));

        assertThat(unreadable()).isEqualTo(before + 1);
    }

    @Test
    void aStateWithoutItsMembersIsNotTakenForADisabledAccount() {
        Browser browser = signedIn();
        double before = unreadable();

        receive(record(
                Topics.ACCOUNT_STATE,
                "account.state",
                "{\"id\":\"%s\",\"version\":2,\"roles\":[],\"updatedAt\":\"%s\"}"
                        .formatted(provider.account, Instant.now())));

        assertThat(isSignedIn(browser)).isTrue();
        assertThat(unreadable()).isEqualTo(before + 1);
    }

    @Test
    void typesAndMembersThatThisReleaseDoesNotKnowAreNoFault() {
        Browser browser = signedIn();
        double before = unreadable();

        receive(record(Topics.ACCOUNT_EVENTS, "account.something_new", "{"));
        receive(record(
                Topics.ACCOUNT_EVENTS,
                "account.sessions_ended",
                "{\"new\":[1],\"id\":\"%s\",\"version\":2,\"sessions\":[\"%s\"],\"occurredAt\":\"%s\"}"
                        .formatted(provider.account, provider.sid, Instant.now())));

        assertThat(unreadable()).isEqualTo(before);
        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void ofTooManySessionsOfAnAccountTheOldestEnd() {
        List<BrowserToken> tokens = started(53);

        assertThat(tokens.subList(0, 3)).noneMatch(token -> sessions.find(token).isPresent());
        assertThat(tokens.subList(3, 53)).allMatch(token -> sessions.find(token).isPresent());
        assertThat(redis.ask("HLEN waymark:account:" + provider.account)).startsWith(":50");
    }

    @Test
    void manySessionsEndWithFewCommands() {
        List<BrowserToken> tokens = started(40);
        redis.ask("CONFIG RESETSTAT");

        receive(state("\"enabled\":false,\"deleted\":false", Instant.now()));

        assertThat(redis.ask("INFO commandstats")).contains("cmdstat_del:calls=1,", "cmdstat_hdel:calls=1,");
        assertThat(tokens).noneMatch(token -> sessions.find(token).isPresent());
        assertThat(redis.ask("EXISTS waymark:account:" + provider.account)).startsWith(":0");
    }

    /** Sessions of the account, each ends a minute after the one before. */
    private List<BrowserToken> started(int number) {
        Instant now = Instant.now();
        return IntStream.range(0, number)
                .mapToObj(i -> {
                    BrowserToken token = BrowserToken.make();
                    Instant endsAt = now.plus(Duration.ofHours(1)).plus(Duration.ofMinutes(i));
                    Tokens tokens = new Tokens("access", endsAt, "refresh");
                    assertThat(sessions.start(
                                    token,
                                    new Session(provider.account, UUID.randomUUID(), now, endsAt, "ID token", tokens)))
                            .isTrue();
                    return token;
                })
                .toList();
    }

    @Test
    void theIndexForgetsSessionsThatAreOver() {
        signedIn();
        later(Duration.ofHours(25));

        signedIn();

        assertThat(redis.ask("HLEN waymark:account:" + provider.account)).startsWith(":1");
        assertThat(redis.ask("TTL waymark:account:" + provider.account)).matches("(?s):(86400|863\\d\\d)\\r\\n.*");
    }

    private boolean isSignedIn(Browser browser) {
        assertThat(browser.get("/search").statusCode()).isEqualTo(200);
        return search.lastAsked().header("authorization") != null;
    }

    private double unreadable() {
        return meters.counter("waymark.account.records.unreadable").count();
    }

    private void receive(ConsumerRecord<byte[], byte[]> record) {
        records.onMessage(record);
    }

    private ConsumerRecord<byte[], byte[]> event(String type, UUID... sids) {
        StringBuilder list = new StringBuilder();
        for (UUID sid : sids) {
            list.append(list.isEmpty() ? "" : ",").append('"').append(sid).append('"');
        }
        return record(
                Topics.ACCOUNT_EVENTS,
                type,
                "{\"id\":\"%s\",\"version\":2,\"sessions\":[%s],\"occurredAt\":\"%s\"}"
                        .formatted(provider.account, list, Instant.now()));
    }

    private ConsumerRecord<byte[], byte[]> state(String how, Instant updatedAt) {
        return record(
                Topics.ACCOUNT_STATE,
                "account.state",
                "{\"id\":\"%s\",\"version\":2,%s,\"roles\":[],\"updatedAt\":\"%s\"}"
                        .formatted(provider.account, how, updatedAt));
    }

    private ConsumerRecord<byte[], byte[]> record(String topic, String type, @Nullable String value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "waymark." + topic, 0, 0, bytes(provider.account.toString()), value == null ? null : bytes(value));
        record.headers().add(EventHeaders.TYPE, bytes(type));
        record.headers().add(EventHeaders.SCHEMA_VERSION, bytes("1"));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.FactorServer;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.passkeys.Challenges;
import dev.waymark.identity.factors.passkeys.Passkey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PasskeysTest {
    private final JsonMapper json = JsonMapper.builder().build();
    private final Passkeys passkeys = Fixture.get(Passkeys.class);
    private final UUID account = Fixture.accountWithPassword();
    private final Visitor visitor = Fixture.visitor();
    private final SoftAuthenticator authenticator = new SoftAuthenticator(FactorServer.origin());

    @Test
    void aPasskeySignsItsOwnerInWithoutAnybodySayingWhoHeIs() {
        register();

        assertThat(use(authenticator)).contains(account);
        assertThat(only().lastUsedAt()).isEqualTo(Fixture.clock().instant());
    }

    @Test
    void aPasskeyIsASecondFactorToo() {
        register();

        String options = passkeys.requestOptions(visitor, account);
        assertThat(json.readTree(options).at("/allowCredentials/0/id").asString())
                .isEqualTo(authenticator.id());
        assertThat(passkeys.verify(visitor, authenticator.get(options), account))
                .contains(account);
        assertThat(Fixture.get(SecondFactors.class).of(account)).contains(Factor.PASSKEY, Factor.RECOVERY_CODE);
    }

    @Test
    void whatABrowserIsAskedForIsAPasskeyForThisSite() {
        JsonNode asked = json.readTree(passkeys.creationOptions(visitor, Fixture.byId(account)));

        assertThat(asked.at("/rp/id").asString()).isEqualTo("localhost");
        assertThat(asked.at("/rp/name").asString()).isEqualTo("Waymark");
        assertThat(asked.at("/authenticatorSelection/userVerification").asString())
                .isEqualTo("required");
        assertThat(asked.at("/authenticatorSelection/residentKey").asString()).isEqualTo("required");
        assertThat(asked.at("/attestation").asString()).isEqualTo("none");
        assertThat(asked.at("/excludeCredentials").size()).isZero();
        assertThat(asked.at("/user/id").asString())
                .hasSize(86)
                .doesNotContain(account.toString().substring(0, 8));
    }

    @Test
    void anAuthenticatorIsNotAskedForASecondPasskeyOfOneAccount() {
        register();

        JsonNode asked = json.readTree(passkeys.creationOptions(visitor, Fixture.byId(account)));

        assertThat(asked.at("/excludeCredentials/0/id").asString()).isEqualTo(authenticator.id());
        assertThat(asked.at("/excludeCredentials/0/transports/0").asString()).isEqualTo("hybrid");
    }

    @Test
    void theSameHandleIsForAllPasskeysOfAnAccountAndForNoOther() {
        String first = handle(account);

        assertThat(handle(account)).isEqualTo(first);
        assertThat(handle(Fixture.accountWithPassword())).isNotEqualTo(first);
    }

    @Test
    void anAnswerCountsOnce() {
        register();
        String response = authenticator.get(passkeys.requestOptions(visitor, null));

        assertThat(passkeys.verify(visitor, response, null)).contains(account);
        assertThat(passkeys.verify(visitor, response, null)).isEmpty();
    }

    @Test
    void oneAnswerSentManyTimesAtOnceCountsOnce() throws Exception {
        register();
        String response = authenticator.get(passkeys.requestOptions(visitor, null));
        CyclicBarrier together = new CyclicBarrier(20);
        List<Future<Optional<UUID>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int sent = 0; sent < 20; sent++) {
                answers.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    return passkeys.verify(visitor, response, null);
                }));
            }
        }

        assertThat(answers.stream().map(Future::resultNow).filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void aChallengeOfAnotherBrowserIsNotTaken() {
        register();
        String options = passkeys.requestOptions(Fixture.visitor(), null);

        assertThat(passkeys.verify(visitor, authenticator.get(options), null)).isEmpty();
    }

    @Test
    void aChallengeThatNobodyGaveOutIsNotTaken() {
        register();
        String options =
                "{\"challenge\":\"" + Visitor.newToken() + "\",\"rpId\":\"localhost\",\"allowCredentials\":[]}";

        assertThat(passkeys.verify(visitor, authenticator.get(options), null)).isEmpty();
    }

    @Test
    void aChallengeIsGoodForFiveMinutes() {
        register();
        String options = passkeys.requestOptions(visitor, null);
        Fixture.clock().advance(Duration.ofMinutes(5));

        assertThat(passkeys.verify(visitor, authenticator.get(options), null)).isEmpty();
        Fixture.get(Challenges.class).removeEnded();
        assertThat(Fixture.get(JdbcClient.class)
                        .sql("select count(*) from passkey_challenge where browser_key = ?")
                        .param(visitor.key())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aChallengeForMakingAPasskeyIsNotGoodForUsingOne() {
        register();
        String options = passkeys.creationOptions(visitor, Fixture.byId(account));

        assertThat(passkeys.verify(visitor, authenticator.get(options), null)).isEmpty();
    }

    @Test
    void anAnswerWithoutVerifiedUserIsNotTaken() {
        register();
        authenticator.verifiesUser = false;

        assertThat(use(authenticator)).isEmpty();
    }

    @Test
    void aPasskeyThatDoesNotVerifyItsUserIsNotAdded() {
        authenticator.verifiesUser = false;

        assertThat(add(authenticator)).isEmpty();
        assertThat(passkeys.all(account)).isEmpty();
    }

    @Test
    void anAnswerGivenToAnotherSiteIsNotTaken() {
        register();
        authenticator.origin = "http://localhost.example.org:8080";
        assertThat(use(authenticator)).isEmpty();

        authenticator.origin = FactorServer.origin();
        authenticator.rpId = "example.org";
        assertThat(use(authenticator)).isEmpty();
    }

    @Test
    void anotherKeyCannotAnswerForAPasskey() {
        register();
        SoftAuthenticator other = new SoftAuthenticator(FactorServer.origin());
        other.pretendToBeFor(authenticator);
        String forged = other.get(passkeys.requestOptions(visitor, null)).replace(other.id(), authenticator.id());

        assertThat(passkeys.verify(visitor, forged, null)).isEmpty();
    }

    @Test
    void thePasskeyOfAnotherAccountIsNoSecondFactorOfThisOne() {
        register();
        UUID other = Fixture.accountWithPassword();

        String options = passkeys.requestOptions(visitor, other);

        assertThat(passkeys.verify(visitor, authenticator.get(options), other)).isEmpty();
    }

    @Test
    void aPasskeyDoesNotSpeakForAnotherAccount() {
        register();
        SoftAuthenticator other = new SoftAuthenticator(FactorServer.origin());
        UUID otherAccount = Fixture.accountWithPassword();
        passkeys.add(
                visitor, otherAccount, other.create(passkeys.creationOptions(visitor, Fixture.byId(otherAccount))), "");
        other.pretendToBeFor(authenticator);

        assertThat(use(other)).isEmpty();
    }

    @Test
    void aCountThatGoesBackIsRefusedAndWrittenDown() {
        register();
        authenticator.count = 7;
        assertThat(use(authenticator)).contains(account);

        authenticator.count = 6;
        assertThat(use(authenticator)).isEmpty();
        assertThat(Fixture.trail(account))
                .last()
                .asString()
                .startsWith("sign_in_failed")
                .contains("signature count went back");
        authenticator.count = 8;
        assertThat(use(authenticator)).contains(account);
    }

    @Test
    void anAuthenticatorThatDoesNotCountIsUsedAgainAndAgain() {
        register();

        assertThat(use(authenticator)).contains(account);
        assertThat(use(authenticator)).contains(account);
    }

    @Test
    void aPasskeySaysWhetherItIsSynced() {
        register();
        assertThat(only().synced()).isFalse();

        SoftAuthenticator phone = new SoftAuthenticator(FactorServer.origin());
        phone.synced = true;
        assertThat(add(phone)).isPresent();
        assertThat(passkeys.all(account)).extracting(Passkey::synced).containsExactly(false, true);
    }

    @Test
    void thePasskeyOfAnAccountCannotBeAddedToAnother() {
        register();
        UUID other = Fixture.accountWithPassword();
        String options = passkeys.creationOptions(visitor, Fixture.byId(other));

        assertThat(passkeys.add(visitor, other, authenticator.create(options), ""))
                .isEmpty();
        assertThat(passkeys.all(other)).isEmpty();
        assertThat(Fixture.get(SecondFactors.class).of(other)).isEmpty();
    }

    @Test
    void aPasskeyMadeForOneAccountIsNotTakenForAnother() {
        UUID other = Fixture.accountWithPassword();
        String made = authenticator.create(passkeys.creationOptions(visitor, Fixture.byId(other)));

        assertThat(passkeys.add(visitor, account, made, "")).isEmpty();
    }

    @Test
    void thereIsAnEndToHowManyAnAccountHas() {
        for (int number = 0; number < 20; number++) {
            assertThat(add(new SoftAuthenticator(FactorServer.origin()))).isPresent();
        }

        assertThat(add(authenticator)).isEmpty();
        assertThat(passkeys.all(account)).hasSize(20);
    }

    @Test
    void aPasskeyIsCalledWhatItsOwnerLikes() {
        register();
        assertThat(only().name()).isEqualTo("Firefox, Linux");

        assertThat(passkeys.rename(account, only().id(), " My\u0000laptop ", visitor))
                .isTrue();
        assertThat(only().name()).isEqualTo("My laptop");
        assertThat(passkeys.rename(account, only().id(), "🦊".repeat(150), visitor))
                .isTrue();
        assertThat(only().name()).isEqualTo("🦊".repeat(100));
        assertThat(passkeys.rename(Fixture.accountWithPassword(), only().id(), "Mine now", visitor))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "\"\"",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":"
                        + "{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":"
                        + "{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\"}}",
                "{\"id\":\"*\",\"rawId\":\"*\"}",
                "[[[[[[[[[["
            })
    void whatIsNoAnswerAtAllIsRefusedLikeAWrongOne(String garbage) {
        assertThat(passkeys.verify(visitor, garbage, null)).isEmpty();
        assertThat(passkeys.add(visitor, account, garbage, "")).isEmpty();
    }

    @Test
    void anAnswerCutOffAnywhereIsRefused() {
        register();
        String whole = authenticator.get(passkeys.requestOptions(visitor, null));
        for (int length = 0; length < whole.length(); length += 7) {
            assertThat(passkeys.verify(visitor, whole.substring(0, length), null))
                    .isEmpty();
        }
        String made = new SoftAuthenticator(FactorServer.origin())
                .create(passkeys.creationOptions(visitor, Fixture.byId(account)));
        for (int length = 0; length < made.length(); length += 7) {
            assertThat(passkeys.add(visitor, account, made.substring(0, length), ""))
                    .isEmpty();
        }
        assertThat(passkeys.verify(visitor, "[".repeat(100_000), null)).isEmpty();
        assertThat(passkeys.verify(visitor, whole, null)).contains(account);
    }

    private void register() {
        assertThat(add(authenticator))
                .hasValueSatisfying(codes -> assertThat(codes).hasSize(10));
    }

    private Optional<List<String>> add(SoftAuthenticator made) {
        String options = passkeys.creationOptions(visitor, Fixture.byId(account));
        return passkeys.add(visitor, account, made.create(options), "");
    }

    private Optional<UUID> use(SoftAuthenticator used) {
        return passkeys.verify(visitor, used.get(passkeys.requestOptions(visitor, null)), null);
    }

    private Passkey only() {
        List<Passkey> all = passkeys.all(account);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private String handle(UUID of) {
        return json.readTree(passkeys.creationOptions(visitor, Fixture.byId(of)))
                .at("/user/id")
                .asString();
    }
}

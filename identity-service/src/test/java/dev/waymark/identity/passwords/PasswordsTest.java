package dev.waymark.identity.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.waymark.identity.hashing.Argon2Cost;
import dev.waymark.identity.hashing.Hashes;
import dev.waymark.identity.hashing.HashingLimit;
import dev.waymark.platform.settings.Site;
import dev.waymark.platform.web.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

class PasswordsTest {
    private static final Guesses guesses = new Guesses();
    private static final PersonalWords personalWords =
            new PersonalWords(new Site("waymark"), "https://directory.example");
    private static final List<String> ANNA = List.of("anna.schmidt@firma.test", "Anna Katharina Schmidt");

    private final HashingLimit limit = new HashingLimit(1, 1, Duration.ofSeconds(30));
    private final Passwords passwords = passwords(Argon2Cost.LEAST);

    private Passwords passwords(Argon2Cost cost) {
        return new Passwords(
                new Hashes(limit), guesses, personalWords, cost.memoryKib(), cost.passes(), cost.lanes(), 12, 15);
    }

    @Test
    void aPasswordAloneIsLongerThanOneBesideASecondFactor() {
        assertThat(passwords.least()).isEqualTo(15);
        assertThat(passwords.least(true)).isEqualTo(12);
        assertThat(passwords.complaint("k7Vq2xLm9TzR8a", List.of())).contains(PasswordComplaint.TOO_SHORT);
        assertThat(passwords.complaint("k7Vq2xLm9TzR8ab", List.of())).isEmpty();
        assertThat(passwords.complaint("k7Vq2xLm9Tz", List.of(), true)).contains(PasswordComplaint.TOO_SHORT);
        assertThat(passwords.complaint("k7Vq2xLm9TzR", List.of(), true)).isEmpty();
    }

    @Test
    void aPasswordMayHave128CharactersAsPeopleCountThem() {
        String longest = random(128);

        assertThat(passwords.most()).isEqualTo(128);
        assertThat(passwords.complaint(longest, List.of())).isEmpty();
        assertThat(passwords.complaint(longest + "x", List.of())).contains(PasswordComplaint.TOO_LONG);
        assertThat(passwords.complaint("🦊" + longest.substring(1), List.of()))
                .as("two chars of Java, one character of a person")
                .isEmpty();
        assertThat(passwords.complaint("e\u0301" + longest.substring(1), List.of()))
                .as("a letter and its mark")
                .isEmpty();
        assertThat(passwords.complaint("🦊🐻🐼🦁🐯🐮🐷", List.of())).contains(PasswordComplaint.TOO_SHORT);
    }

    @Test
    void anImmenseOneIsRefusedWithoutMuchWork() {
        String marks = "a" + "\u0316\u0301".repeat(500_000);

        assertThat(passwords.complaint(marks, List.of())).contains(PasswordComplaint.TOO_LONG);
        assertThat(passwords.matches(marks, passwords.hash("k7Vq2xLm9TzR8ab"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password123456",
                "Password123456!",
                "qwertyuiop123",
                "iloveyou1234",
                "i love you 1234",
                "abcabcabcabc",
                "aaaaaaaaaaaa",
                "abababababababababababababababababab",
                "abcdefghijklm",
                "zyxwvutsrqponm",
                "1234567890123",
                "12345678901234567890",
                "1q2w3e4r5t6y",
                "qazwsxedcrfv",
                "asdfghjkl;'123",
                "qwertzuiop12",
                "123password123",
                "passwordddddddddd",
                "!!!!password!!!!",
                "schmetterlingggg",
                "Schmetterling1",
                "Entertainment2026",
                "Willkommen2026!",
                "Passwort123456",
                "Sommer2026!!",
                "letmeinletmein",
                "hunter2hunter2",
                "dragonmonkey",
                "manchesterunited",
                "mychemicalromance",
                "correcthorsebatterystaple",
                "Correct Horse Battery Staple",
                "correct-horse-battery-staple!",
                "To be, or not to be?",
                "Alle meine Entchen!",
                "11111111111111111111111111111111111111",
                "january152026",
                "tequieromucho"
            })
    void whatIsTriedFirstIsRefused(String common) {
        assertThat(passwords.complaint(common, List.of(), true)).contains(PasswordComplaint.COMMON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery tractor",
                "correct horse tractor",
                "vier blaue katzen im regen",
                "grüner Hund tanzt leise",
                "mein hund heisst nicht bello",
                "i like cheese with walnuts",
                "k7Vq2xLm9TzR",
                "Tr0ub4dor&3xy",
                "x-ray-Kartoffel-92-Mond",
                "лиса бежит через поле",
                "狐狸在月光下安静地跳舞吧",
                "🦊 in the 🌧 sings",
                "aaaaaaaaaaaaaaaaaaaaaaaa k7Vq2xLm9TzR",
                "8f14e45fceea167a",
                "830174629105846"
            })
    void whatNobodyTriesFirstIsTaken(String fine) {
        assertThat(passwords.complaint(fine, List.of(), true)).isEmpty();
    }

    @Test
    void randomPasswordsAreTaken() {
        assertThat(IntStream.range(0, 500).mapToObj(_ -> random(14)))
                .allSatisfy(password ->
                        assertThat(passwords.complaint(password, ANNA, true)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna.schmidt@firma.test",
                "Anna.Schmidt1985",
                "annaschmidt1985",
                "schmidtanna12",
                "katharina-85-xyz",
                "AnnaKatharina!",
                "waymark-x7Vq2L",
                "Directory.Example1",
                "waymarkdirectory"
            })
    void whatIsMadeOfThePersonOrTheSiteIsRefused(String personal) {
        assertThat(passwords.complaint(personal, ANNA, true)).contains(PasswordComplaint.PERSONAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Schmidt tanzt im grünen Regen",
                "directory of 7 lost umbrellas",
                "annoying sandwich Pfennig",
                "way to mark seven foxes"
            })
    void aNameAmongOtherWordsIsFine(String fine) {
        assertThat(passwords.complaint(fine, ANNA, true)).isEmpty();
    }

    @Test
    void shortWordsAreNobodysOwn() {
        assertThat(passwords.complaint("xu-li-k7Vq2xL", List.of("li@x.test", "Xu Li"), true))
                .isEmpty();
    }

    @Test
    void aPasswordMatchesHoweverItsLettersAndSpacesWereTyped() {
        String hash = passwords.hash("Caf\u00e9 mit Hut ja");

        assertThat(passwords.matches("Cafe\u0301 mit Hut ja", hash)).isTrue();
        assertThat(passwords.matches("Caf\u00e9\u00a0mit\u2003Hut\u3000ja", hash))
                .isTrue();
        assertThat(passwords.matches("Cafe mit Hut ja", hash)).isFalse();
        assertThat(passwords.matches("caf\u00e9 mit Hut ja", hash)).isFalse();
        assertThat(passwords.matches("Caf\u00e9 mit Hut ja ", hash))
                .as("a blank at the end counts")
                .isFalse();
        assertThat(passwords.matches("Caf\u00e9mitHutja", hash)).isFalse();
    }

    @Test
    void aHashHasTheCostOfTheSettingsAndIsOutdatedWhenTheyRise() {
        String hash = passwords.hash("k7Vq2xLm9TzR8ab");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("k7Vq");
        assertThat(passwords.isOutdated(hash)).isFalse();
        assertThat(passwords(new Argon2Cost(20480, 2, 1)).isOutdated(hash)).isTrue();
        assertThat(passwords(new Argon2Cost(19456, 3, 1)).isOutdated(hash)).isTrue();
        assertThat(passwords(new Argon2Cost(19456, 2, 2)).isOutdated(hash)).isTrue();
        assertThat(passwords(new Argon2Cost(19456, 3, 1)).matches("k7Vq2xLm9TzR8ab", hash))
                .isTrue();
    }

    @Test
    void withoutAPasswordTheAnswerIsNoAfterTheSameWork() {
        Passwords slow = passwords(new Argon2Cost(19456, 8, 1));
        String hash = slow.hash("k7Vq2xLm9TzR8ab");
        slow.matches("something else", null);

        long wrong =
                fastest(() -> assertThat(slow.matches("something else", hash)).isFalse());
        long nobody =
                fastest(() -> assertThat(slow.matches("something else", null)).isFalse());

        assertThat((double) nobody / wrong).isBetween(0.5, 2.0);
        assertThat(slow.matches("", null)).isFalse();
    }

    private static long fastest(Runnable check) {
        return IntStream.range(0, 5)
                .mapToLong(_ -> {
                    long start = System.nanoTime();
                    check.run();
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }

    @Test
    void whenTooManyAreBeingHashedPeopleAreAskedToTryAgain() {
        String hash = passwords.hash("k7Vq2xLm9TzR8ab");
        CountDownLatch hold = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 2; i++) {
                    threads.submit(() -> limit.run(() -> waiting(hold)));
                }
                await().until(() -> limit.waiting() == 1);
                for (Runnable work : List.<Runnable>of(
                        () -> passwords.hash("k7Vq2xLm9TzR8ab"),
                        () -> passwords.matches("k7Vq2xLm9TzR8ab", hash),
                        () -> passwords.matches("k7Vq2xLm9TzR8ab", null))) {
                    assertThatThrownBy(work::run).isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(problem.code()).isEqualTo("busy");
                        assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(2));
                    });
                }
            } finally {
                hold.countDown();
            }
        }
        assertThat(passwords.matches("k7Vq2xLm9TzR8ab", hash)).isTrue();
    }

    private static boolean waiting(CountDownLatch hold) {
        try {
            hold.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4@8({[<369&!1|0$5+7%2", "4@8(3610$5+7%2!|", "1!|i", "ab", "pa4@s$5w0ord"})
    void aPasswordMadeToBeSlowToJudgeIsNot(String signs) {
        String hostile = signs.repeat(128).substring(0, 128);

        long start = System.nanoTime();
        passwords.complaint(hostile, ANNA);
        // To estimate all its characters takes seconds for some of these.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    private static final Random RANDOM = new Random(7);

    private static String random(int length) {
        return RANDOM.ints(length, '!', '~' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

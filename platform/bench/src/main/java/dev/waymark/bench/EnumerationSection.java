package dev.waymark.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Whether the time of an answer tells if an address has an account. */
final class EnumerationSection implements Section {
    private static final String WHAT = """
            At identity-service itself: the same form is sent with an address that has an account and with one that has none, one after
            the other, in random order, by browsers that were there before. Medians, and how far they are apart.
            """;
    private static final Target APART = new Target(0.05, "< 5 %");
    /** Nobody is sent two codes in ten seconds. */
    private static final Duration BETWEEN_CODES = Duration.ofSeconds(11);

    private static final String WRONG = "a password that nobody has";

    private final People people;
    private final AtomicLong strangers = new AtomicLong(System.currentTimeMillis());

    /** Sends one form. */
    @FunctionalInterface
    private interface Flow {
        HttpResponse<String> send(Person browser, String address) throws InterruptedException;
    }

    EnumerationSection(People people) {
        this.people = people;
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        List<Person> accounts = people.first(bench.sizes().logins().codes(), bench);
        Random random = bench.random();
        Table.Builder table =
                Table.of("form", "n each", "known p50 ms", "unknown p50 ms", "apart", "target", "verdict");
        row(
                table,
                "login with a wrong password",
                accounts,
                random,
                422,
                (person, address) ->
                        person.browser().post("/login", with(person, Map.of("email", address, "password", WRONG))));
        row(
                table,
                "sign-up",
                accounts,
                random,
                303,
                (person, address) -> person.browser()
                        .submit(
                                person.browser().get("/sign-up"),
                                "/sign-up",
                                Map.of("email", address, "name", "Ada", "password", Person.PASSWORD)));
        row(
                table,
                "new password",
                accounts,
                random,
                303,
                (person, address) -> person.browser().post("/reset", with(person, Map.of("email", address))));
        row(
                table,
                "login with a code",
                accounts,
                random,
                303,
                (person, address) -> person.browser().post("/login/code/send", with(person, Map.of("email", address))));
        List<Person> signedIn = accounts.subList(
                0, Math.min(accounts.size(), bench.sizes().logins().accounts()));
        for (Person person : signedIn) {
            person.signIn();
        }
        // As many as before: each signed-in person asks a few times, each time for an address of somebody else.
        List<Person> asking = IntStream.range(0, accounts.size())
                .mapToObj(index -> signedIn.get(index % signedIn.size()))
                .toList();
        row(
                table,
                "change of address",
                asking,
                accounts,
                random,
                303,
                (person, address) -> person.browser().post("/account/address", with(person, Map.of("email", address))));
        return new Result("What the time of an answer tells", WHAT, table.build(), List.of());
    }

    private static Map<String, String> with(Person person, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(person.form());
        all.putAll(fields);
        return all;
    }

    private void row(Table.Builder table, String form, List<Person> accounts, Random random, int status, Flow flow)
            throws InterruptedException {
        row(table, form, accounts, accounts, random, status, flow);
    }

    /** @param browsers as many as there are accounts; each sends the address of the account that follows */
    private void row(
            Table.Builder table,
            String form,
            List<Person> browsers,
            List<Person> accounts,
            Random random,
            int status,
            Flow flow)
            throws InterruptedException {
        Sample known = new Sample();
        Sample unknown = new Sample();
        Thread.sleep(BETWEEN_CODES);
        Instant begin = Instant.now();
        for (int index = 0; index < accounts.size(); index++) {
            Person person = browsers.get(index);
            // An address of somebody else, so that nobody changes his own to itself.
            String address = accounts.get((index + 1) % accounts.size()).address();
            String stranger = "stranger" + strangers.incrementAndGet() + "-" + address.substring(6);
            boolean knownFirst = random.nextBoolean();
            time(knownFirst ? known : unknown, flow, person, knownFirst ? address : stranger, status);
            time(knownFirst ? unknown : known, flow, person, knownFirst ? stranger : address, status);
        }
        System.err.println("logins: " + form + " in "
                + Duration.between(begin, Instant.now()).toSeconds() + " s");
        double apart =
                Math.abs(known.percentiles().p50() / unknown.percentiles().p50() - 1);
        table.row(
                form,
                String.valueOf(known.percentiles().n()),
                Table.number(known.percentiles().p50()),
                Table.number(unknown.percentiles().p50()),
                String.format(java.util.Locale.ROOT, "%.1f %%", apart * 100),
                APART.text(),
                APART.judge(apart));
    }

    private static void time(Sample sample, Flow flow, Person person, String address, int status)
            throws InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<String> answer = flow.send(person, address);
        long took = System.nanoTime() - begin;
        if (answer.statusCode() != status) {
            throw new BenchmarkException(answer.request().uri().getPath() + " was answered " + answer.statusCode());
        }
        sample.add(took);
    }
}

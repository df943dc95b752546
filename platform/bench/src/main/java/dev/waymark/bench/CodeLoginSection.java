package dev.waymark.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Logins with a code that is mailed, from asking for it until the session is there. */
final class CodeLoginSection implements Section {
    private static final int CLIENTS = 4;
    private static final String WHAT = """
            At identity-service itself: CLIENTS clients ask for codes for accounts (the form, and the page that it leads to), as fast
            as they are answered, each account once; when all codes of a batch are in the mail catcher, the clients type them.
            *Mailed* is from sending the form until the mail catcher had the mail. *Whole logins* counts all of that time, also that
            in which nothing is left to do but look every quarter of a second whether the last mails have come.
            """.replace("CLIENTS", String.valueOf(CLIENTS));
    /** Nobody is sent two codes in ten seconds. */
    private static final Duration BETWEEN_CODES = Duration.ofSeconds(11);

    private final People people;
    private final Sample asked = new Sample();
    private final Sample mailed = new Sample();
    private final Sample typed = new Sample();
    private long askingNanos;
    private long typingNanos;
    private long wholeNanos;

    /** A page on which a code is typed, and when the form was sent that led there. */
    private record Waiting(Instant sent, HttpResponse<String> page) {}

    CodeLoginSection(People people) {
        this.people = people;
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        List<Person> accounts = people.first(bench.sizes().logins().codes(), bench);
        MailedCodes codes = new MailedCodes(bench.http(), bench.stack().mailPage());
        pause(accounts);
        for (int from = 0; from < accounts.size(); from += MailedCodes.AT_ONCE) {
            signIn(accounts.subList(from, Math.min(accounts.size(), from + MailedCodes.AT_ONCE)), codes);
        }
        return result(accounts.size());
    }

    private static void pause(List<Person> accounts) throws InterruptedException {
        Instant last =
                accounts.stream().map(Person::codeSent).max(Instant::compareTo).orElse(Instant.EPOCH);
        Duration rest = Duration.between(Instant.now(), last.plus(BETWEEN_CODES));
        if (rest.isPositive()) {
            Thread.sleep(rest);
        }
    }

    private void signIn(List<Person> batch, MailedCodes codes) throws InterruptedException {
        Map<String, Waiting> waiting = new ConcurrentHashMap<>();
        long start = System.nanoTime();
        // The names of the catcher's mails are milliseconds.
        Instant begin = Instant.ofEpochMilli(System.currentTimeMillis());
        askingNanos += Clients.each(CLIENTS, batch, person -> {
                    Instant sent = Instant.now();
                    long from = System.nanoTime();
                    HttpResponse<String> page = person.askForCode();
                    asked.add(System.nanoTime() - from);
                    waiting.put(person.address(), new Waiting(sent, page));
                })
                .nanos();
        Map<String, MailedCodes.Mailed> mails =
                codes.await(batch.stream().map(Person::address).toList(), begin);
        typingNanos += Clients.each(CLIENTS, batch, person -> {
                    Waiting asking = waiting.get(person.address());
                    MailedCodes.Mailed mail = mails.get(person.address());
                    if (asking == null || mail == null) {
                        throw new BenchmarkException("a code is missing");
                    }
                    mailed.add(Math.max(
                            0, Duration.between(asking.sent(), mail.arrived()).toNanos()));
                    long from = System.nanoTime();
                    person.type(mail.code(), asking.page());
                    typed.add(System.nanoTime() - from);
                })
                .nanos();
        wholeNanos += System.nanoTime() - start;
        System.err.println("logins: " + typed.percentiles().n() + " with a code");
    }

    private Result result(int accounts) {
        Table.Builder table = Table.of("measured", "n", "per second", "p50 ms", "p95 ms", "p99 ms");
        row(table, "a code is asked for", asked.percentiles(), accounts * 1e9 / askingNanos);
        row(table, "it is mailed", mailed.percentiles(), Double.NaN);
        row(table, "it is typed", typed.percentiles(), accounts * 1e9 / typingNanos);
        table.row("whole logins", String.valueOf(accounts), Table.number(accounts * 1e9 / wholeNanos), "", "", "");
        return new Result("Logins with a mailed code", WHAT, table.build(), List.of());
    }

    private static void row(Table.Builder table, String what, Percentiles found, double perSecond) {
        table.row(
                what,
                String.valueOf(found.n()),
                Double.isNaN(perSecond) ? "" : Table.number(perSecond),
                Table.number(found.p50()),
                Table.number(found.p95()),
                Table.number(found.p99()));
    }
}

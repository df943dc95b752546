package dev.waymark.bench;

import dev.waymark.bench.LoginFlood.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What others notice of ten times as many logins as there can be. */
final class LoginFloodSection implements Section {
    private static final int TIMES = 10;
    private static final int VIEWS_PER_SECOND = 20;
    private static final Target VIEW_TARGET = new Target(3, "≤ 3 ×");
    private static final Target REFUSAL_TARGET = new Target(200, "p99 < 200 ms");
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final String WHAT =
            """
            Logins with a wrong password are sent through the gateway to `POST /login`, TIMES times as many in a second as there were
            in the section on logins with a password, at a steady rate, whether or not those before are answered, each for an
            address without an account (which costs a hash as well). Two visitors look at a page through the gateway all the
            while, VIEWS times a second each, as they did in the quiet before; a few seconds of both come before that. Times count from the moment at which a request was
            due. A view that is not answered with the page fails its target. Whoever sends all this shares the machine's cores.
            """.replace("TIMES", String.valueOf(TIMES)).replace("VIEWS", String.valueOf(VIEWS_PER_SECOND));
    private static final List<String> PAGES = List.of("/", "/login");

    private final PasswordLoginSection passwords;

    LoginFloodSection(PasswordLoginSection passwords) {
        this.passwords = passwords;
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        double rate = TIMES * passwords.perSecond();
        Duration duration = bench.sizes().logins().flood();
        look(bench, WARM_UP, List.of());
        LoginFlood before = new LoginFlood(browser(bench));
        before.run(rate, WARM_UP);
        System.err.println("logins: quiet");
        List<PageViews> quiet = look(bench, duration, List.of());
        System.err.println("logins: a flood of " + Table.number(rate) + " a second");
        LoginFlood flood = new LoginFlood(browser(bench));
        List<PageViews> busy = look(bench, duration, List.of(() -> flood.run(rate, duration)));
        return result(quiet, busy, flood, rate, duration);
    }

    private static Browser browser(Bench bench) {
        return new Browser(bench.http(), bench.stack().url());
    }

    private static List<PageViews> look(Bench bench, Duration duration, List<Clients.Action> besides)
            throws InterruptedException {
        List<PageViews> views =
                PAGES.stream().map(path -> new PageViews(browser(bench), path)).toList();
        Clients.together(Stream.concat(besides.stream(), views.stream().map(view ->
                        (Clients.Action) () -> view.run(VIEWS_PER_SECOND, duration)))
                .toList());
        return views;
    }

    private static Result result(
            List<PageViews> quiet, List<PageViews> busy, LoginFlood flood, double rate, Duration duration) {
        Table.Builder table = Table.of(
                "measured",
                "quiet n",
                "quiet p50 ms",
                "quiet p99 ms",
                "flood n",
                "flood p50 ms",
                "flood p99 ms",
                "ratio p99",
                "target",
                "verdict");
        for (int page = 0; page < PAGES.size(); page++) {
            view(table, quiet.get(page), busy.get(page));
        }
        Percentiles refused = flood.refused();
        login(table, "a login that was refused", refused, REFUSAL_TARGET.text(), verdict(refused, flood));
        login(table, "a login that was looked at", flood.checked(), "", "");
        return new Result("A flood of logins", WHAT, table.build(), notes(quiet, busy, flood, rate, duration));
    }

    private static void view(Table.Builder table, PageViews quiet, PageViews busy) {
        Percentiles before = quiet.took();
        Percentiles meanwhile = busy.took();
        double ratio = meanwhile.p99() / before.p99();
        boolean all = quiet.missed() + busy.missed() == 0;
        table.row(
                "`GET " + busy.path() + "`",
                String.valueOf(before.n()),
                Table.number(before.p50()),
                Table.number(before.p99()),
                String.valueOf(meanwhile.n()),
                Table.number(meanwhile.p50()),
                Table.number(meanwhile.p99()),
                Table.ratio(ratio),
                VIEW_TARGET.text(),
                all ? VIEW_TARGET.judge(ratio) : Target.FAIL);
    }

    private static String verdict(Percentiles refused, LoginFlood flood) {
        return flood.number(Fate.LOST) > 0 ? Target.FAIL : REFUSAL_TARGET.judge(refused.p99());
    }

    private static void login(Table.Builder table, String what, Percentiles took, String target, String verdict) {
        table.row(
                what,
                "",
                "",
                "",
                String.valueOf(took.n()),
                Table.number(took.p50()),
                Table.number(took.p99()),
                "",
                target,
                verdict);
    }

    private static List<String> notes(
            List<PageViews> quiet, List<PageViews> busy, LoginFlood flood, double rate, Duration duration) {
        int all = Stream.of(Fate.values()).mapToInt(flood::number).sum();
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT, "%,d logins were sent in %d s, %.1f a second.", all, duration.toSeconds(), rate));
        notes.add("Looked at: " + share(flood.number(Fate.CHECKED), all) + ", "
                + Table.number(flood.number(Fate.CHECKED) / (double) duration.toSeconds())
                + " a second; refused with 503 by identity-service: " + share(flood.number(Fate.REFUSED), all)
                + ", by the gateway: " + share(flood.number(Fate.TURNED_AWAY), all)
                + "; answered in another way or not at all: " + flood.number(Fate.LOST) + ".");
        for (int page = 0; page < PAGES.size(); page++) {
            notes.add("`GET " + PAGES.get(page) + "` was not answered with the page "
                    + quiet.get(page).missed() + " times in the quiet, "
                    + busy.get(page).missed() + " times in the flood.");
        }
        return notes;
    }

    private static String share(int part, int all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }
}

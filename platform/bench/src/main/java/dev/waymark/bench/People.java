package dev.waymark.bench;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts, made as everybody makes his: on the pages of identity-service, with a code that is mailed. */
final class People {
    /** More would not be faster: their passwords are hashed one by one. */
    private static final int CLIENTS = 4;

    private final List<Person> people = new ArrayList<>();

    /** The first so many; those that are not there yet are made. */
    List<Person> first(int wanted, Bench bench) throws InterruptedException {
        // With --reuse there are the accounts of earlier runs.
        String run = Long.toString(System.currentTimeMillis(), 36);
        MailedCodes codes = new MailedCodes(bench.http(), bench.stack().mailPage());
        while (people.size() < wanted) {
            List<String> addresses = new ArrayList<>();
            for (int number = people.size(); number < wanted && addresses.size() < MailedCodes.AT_ONCE; number++) {
                addresses.add("person" + number + "-" + run + "@people.example");
            }
            people.addAll(signUp(addresses, codes, bench));
            System.err.println("logins: " + people.size() + " of " + wanted + " accounts");
        }
        return List.copyOf(people.subList(0, wanted));
    }

    private static List<Person> signUp(List<String> addresses, MailedCodes codes, Bench bench)
            throws InterruptedException {
        String server = bench.setting("IDENTITY_URL");
        Map<String, Browser> browsers = new ConcurrentHashMap<>();
        Map<String, HttpResponse<String>> pages = new ConcurrentHashMap<>();
        Instant begin = Instant.ofEpochMilli(System.currentTimeMillis());
        Clients.each(CLIENTS, addresses, address -> {
            Browser browser = new Browser(bench.http(), server);
            browsers.put(address, browser);
            HttpResponse<String> sent = browser.submit(
                    browser.get("/sign-up"),
                    "/sign-up",
                    Map.of("email", address, "name", "Ada", "password", Person.PASSWORD));
            pages.put(address, browser.follow(sent, "/sign-up/code"));
        });
        Instant sent = Instant.now();
        Map<String, MailedCodes.Mailed> mailed = codes.await(addresses, begin);
        Map<String, Person> made = new ConcurrentHashMap<>();
        Clients.each(CLIENTS, addresses, address -> {
            Browser browser = of(browsers, address);
            browser.submit(
                    of(pages, address),
                    "/sign-up/code",
                    Map.of("typed", of(mailed, address).code()));
            if (!browser.isSignedIn()) {
                throw new BenchmarkException("an account could not be made");
            }
            browser.forgetSession();
            made.put(
                    address,
                    new Person(
                            address, browser, Form.hidden(browser.get("/login").body(), "/login"), sent));
        });
        return addresses.stream().map(address -> of(made, address)).toList();
    }

    private static <T> T of(Map<String, T> all, String address) {
        T one = all.get(address);
        if (one == null) {
            throw new BenchmarkException("something is missing of " + address);
        }
        return one;
    }
}

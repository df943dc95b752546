package dev.waymark.bench;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody with an account, at a browser that he has signed in with before.
 *
 * @param form what the login page holds hidden in this browser
 * @param codeSent when he was last mailed a code, at the latest: the next is sent ten seconds later
 */
record Person(String address, Browser browser, Map<String, String> form, Instant codeSent) {
    static final String PASSWORD = "walnut lanterns across the harbour";

    Person {
        form = Map.copyOf(form);
    }

    /**
     * One login with the password, ending with a new session in the browser. The page with the form is not loaded again.
     *
     * @throws BenchmarkException when it fails
     */
    void signIn() throws InterruptedException {
        browser.forgetSession();
        Map<String, String> fields = new HashMap<>(form);
        fields.put("email", address);
        fields.put("password", PASSWORD);
        requireSignedIn(browser.post("/login", fields));
    }

    /**
     * Asks for a code.
     *
     * @return the page on which it is typed
     * @throws BenchmarkException when none is sent
     */
    HttpResponse<String> askForCode() throws InterruptedException {
        browser.forgetSession();
        Map<String, String> fields = new HashMap<>(form);
        fields.put("email", address);
        return browser.follow(browser.post("/login/code/send", fields), "/login/code");
    }

    /**
     * Signs in with a code.
     *
     * @param page {@link #askForCode}'s
     * @throws BenchmarkException when it fails
     */
    void type(String code, HttpResponse<String> page) throws InterruptedException {
        requireSignedIn(browser.submit(page, "/login/code", Map.of("typed", code)));
    }

    private void requireSignedIn(HttpResponse<String> answer) {
        if (answer.statusCode() != 303 || !browser.isSignedIn()) {
            throw new BenchmarkException("a login was answered " + answer.statusCode());
        }
    }
}

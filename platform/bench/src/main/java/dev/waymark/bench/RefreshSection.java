package dev.waymark.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many refresh tokens are replaced in a second. */
final class RefreshSection implements Section {
    private static final String WHAT = """
            `POST /oauth2/token` at identity-service itself, with a confidential client's secret and a refresh token, which is
            replaced: each answer has a new refresh token and newly signed tokens. Every session has a client that sends the
            refresh token of the last answer as soon as it has it. The sessions come from logins and authorization requests with PKCE.
            """;
    private static final String CALLBACK = "http://localhost:9/callback";
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final People people;

    RefreshSection(People people) {
        this.people = people;
    }

    /** A client's requests of the token endpoint. */
    private record Tokens(Http http, String endpoint, OAuthClient client) {
        /**
         * @return the new refresh token
         * @throws BenchmarkException when it is refused
         */
        String exchange(Map<String, String> form) throws InterruptedException {
            HttpResponse<String> answer = http.exchange(HttpRequest.newBuilder(URI.create(endpoint))
                    .header("Authorization", client.authorization())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(Form.encoded(form))));
            String token = answer.statusCode() == 200
                    ? Http.JSON.readTree(answer.body()).path("refresh_token").asString("")
                    : "";
            if (token.isEmpty()) {
                throw new BenchmarkException("the token endpoint answered " + answer.statusCode() + ": "
                        + (answer.statusCode() == 200 ? "no refresh token" : answer.body()));
            }
            return token;
        }
    }

    /** One after the other, each with the token that the last one brought. */
    private static final class Session implements Clients.Action {
        private final Tokens tokens;
        private String refreshToken;

        Session(Tokens tokens, String refreshToken) {
            this.tokens = tokens;
            this.refreshToken = refreshToken;
        }

        @Override
        public void run() throws InterruptedException {
            refreshToken = tokens.exchange(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
        }
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        LoginSizes sizes = bench.sizes().logins();
        OAuthClient client = OAuthClient.create(bench.stack(), CALLBACK);
        Tokens tokens = new Tokens(bench.http(), bench.setting("IDENTITY_URL") + "/oauth2/token", client);
        List<Clients.Action> sessions = new ArrayList<>();
        for (Person person : people.first(sizes.sessions(), bench)) {
            sessions.add(new Session(tokens, firstToken(person, tokens)));
        }
        Duration duration = sizes.refreshes();
        Clients.until(WARM_UP.compareTo(duration) < 0 ? WARM_UP : duration, sessions);
        Clients.Work work = Clients.until(duration, sessions);
        Table.Builder table =
                Table.of("measured", "n", "per second", "per second and core", "p50 ms", "p95 ms", "p99 ms");
        table.row(
                "refreshes",
                String.valueOf(work.took().n()),
                Table.number(work.perSecond()),
                Table.number(work.perSecond() / Runtime.getRuntime().availableProcessors()),
                Table.number(work.took().p50()),
                Table.number(work.took().p95()),
                Table.number(work.took().p99()));
        return new Result(
                "Refresh tokens",
                WHAT,
                table.build(),
                List.of(sessions.size() + " sessions, " + duration.toSeconds()
                        + " s. Clients, service and database share the machine's cores; *core* is each of them."));
    }

    /** Signs in, and goes the way of an application that sends somebody here. */
    private static String firstToken(Person person, Tokens tokens) throws InterruptedException {
        person.signIn();
        String verifier = OAuthClient.verifier();
        String request = Form.encoded(Map.of(
                "response_type",
                "code",
                "client_id",
                tokens.client().name(),
                "redirect_uri",
                CALLBACK,
                "scope",
                "openid",
                "state",
                "state",
                "code_challenge",
                OAuthClient.challenge(verifier),
                "code_challenge_method",
                "S256"));
        String location = Browser.location(person.browser().get("/oauth2/authorize?" + request));
        String code = Form.query(location).get("code");
        if (code == null) {
            throw new BenchmarkException("there is no code in " + location);
        }
        return tokens.exchange(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", verifier));
    }
}

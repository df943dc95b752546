package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A running provider with a clock that can be moved, and what browsers and clients do with it. */
final class Provider implements AutoCloseable {
    static final String CALLBACK = "https://client.example/callback";
    static final String GATEWAY_SECRET = "insecure-local-gateway-secret";
    static final String GATEWAY_CALLBACK = IdentityServer.ORIGIN + "/signin/callback";
    /** RFC 7636, appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final AtomicInteger number = new AtomicInteger();

    private static @Nullable Provider shared;

    final String site;
    final MovableClock clock;
    final ConfigurableApplicationContext context;
    final String address;

    /** Somebody who is signed in, in a browser. */
    record Person(UUID account, UUID session, String cookie, String email) {}

    /** A registered client; without a secret when it is public. */
    record TestClient(String name, @Nullable String secret, String redirectUri) {}

    private Provider(String site, MovableClock clock, Map<String, Object> changes) {
        Map<String, Object> settings = IdentityServer.settings(site);
        settings.putAll(changes);
        this.site = site;
        this.clock = clock;
        this.context = IdentityServer.start(settings, clock);
        this.address = IdentityServer.address(context);
    }

    /** One for all tests that look only at what they made themselves. It ends with the JVM. */
    static synchronized Provider shared() {
        Provider known = shared;
        if (known == null) {
            known = start();
            shared = known;
        }
        return known;
    }

    static Provider start() {
        return new Provider(IdentityServer.newSite(), new MovableClock(), Map.of());
    }

    /** One whose issuer is the address that it really has, as a client needs it that knows nothing but the issuer. */
    static Provider startAtItsOrigin() {
        int port = freePort();
        return new Provider(
                IdentityServer.newSite(),
                new MovableClock(),
                Map.of("PUBLIC_ORIGIN", "http://localhost:" + port, "server.port", port));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another copy on the same database. */
    Provider copy() {
        return new Provider(site, clock, Map.of());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Person signedIn() {
        String name = "person" + number.incrementAndGet();
        EmailAddress email = EmailAddress.of(name + "@people.example").orElseThrow();
        UUID account = bean(Accounts.class)
                .register(email, null, "Ada " + name, Language.GERMAN, Actor.system())
                .orElseThrow();
        return signedIn(account, email.text());
    }

    /** The same person in another browser. */
    Person again(Person person) {
        return signedIn(person.account(), person.email());
    }

    private Person signedIn(UUID account, String email) {
        LoginSessions sessions = bean(LoginSessions.class);
        Visitor visitor = new Visitor("192.0.2.1", "a browser", new byte[32]);
        String token = sessions.start(account, Set.of(SignInMethod.PASSWORD, SignInMethod.TOTP), visitor);
        UUID session = sessions.of(token).orElseThrow().id();
        return new Person(account, session, site + "_login=" + token, email);
    }

    TestClient gateway() {
        return new TestClient("gateway", GATEWAY_SECRET, GATEWAY_CALLBACK);
    }

    /** A client of others for all scopes. */
    TestClient client() {
        return client("--redirect-uri", CALLBACK, "--scope", "openid,profile,email");
    }

    TestClient publicClient() {
        return client("--redirect-uri", CALLBACK, "--public", "--scope", "openid,profile,email");
    }

    TestClient client(String... arguments) {
        String name = "client-" + number.incrementAndGet();
        String output = command(
                "client",
                Stream.concat(Stream.of("create", name), Arrays.stream(arguments))
                        .toArray(String[]::new));
        String secret = output.lines()
                .filter(line -> line.startsWith("client_secret="))
                .map(line -> line.substring("client_secret=".length()))
                .findFirst()
                .orElse(null);
        return new TestClient(name, secret, CALLBACK);
    }

    String command(String name, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(IdentityServer.command(
                            context, new PrintStream(bytes, true, StandardCharsets.UTF_8), name, arguments))
                    .isZero();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The parameters of a request as it should be. */
    static Map<String, String> request(TestClient client) {
        Map<String, String> request = new TreeMap<>();
        request.put("response_type", "code");
        request.put("client_id", client.name());
        request.put("redirect_uri", client.redirectUri());
        request.put("scope", "openid");
        request.put("state", "a state & more");
        request.put("nonce", "a nonce");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        return request;
    }

    static Map<String, String> request(TestClient client, String... changes) {
        Map<String, String> request = request(client);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                request.remove(changes[i]);
            } else {
                request.put(changes[i], changes[i + 1]);
            }
        }
        return request;
    }

    HttpResponse<String> authorize(@Nullable Person person, Map<String, String> request) {
        return browse(person, "/oauth2/authorize?" + query(request));
    }

    HttpResponse<String> browse(@Nullable Person person, String path) {
        return person == null ? Requests.get(address + path) : Requests.get(address + path, "Cookie", person.cookie());
    }

    /** The code of a client that the person has agreed to. */
    String code(Person person, TestClient client, String... changes) {
        Map<String, String> request = request(client, changes);
        HttpResponse<String> answer = authorize(person, request);
        if (location(answer).contains("/login/consent")) {
            answer = authorize(person, consentTo(person, request));
        }
        return parameters(answer).getOrDefault("code", "no code in " + location(answer));
    }

    private Map<String, String> consentTo(Person person, Map<String, String> request) {
        Browser browser = new Browser(this, person);
        String path = "/login/consent?continue=" + encoded("/oauth2/authorize?" + query(request));
        browser.submit(browser.get(path), "/login/consent", Map.of("decision", "allow"));
        return request;
    }

    HttpResponse<String> redeem(TestClient client, String code, String... changes) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                client.redirectUri(),
                "code_verifier",
                VERIFIER));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                form.remove(changes[i]);
            } else {
                form.put(changes[i], changes[i + 1]);
            }
        }
        return asClient(client, "/oauth2/token", form);
    }

    HttpResponse<String> refresh(TestClient client, String refreshToken) {
        return asClient(client, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Tokens for this person and client, by the whole flow. */
    JsonNode tokens(Person person, TestClient client, String... changes) {
        HttpResponse<String> answer = redeem(client, code(person, client, changes));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Requests.json(answer);
    }

    HttpResponse<String> asClient(TestClient client, String path, Map<String, String> form) {
        if (client.secret() instanceof String secret) {
            return Requests.post(address + path, form, "Authorization", Requests.basic(client.name(), secret));
        }
        Map<String, String> named = new HashMap<>(form);
        named.put("client_id", client.name());
        return Requests.post(address + path, named);
    }

    HttpResponse<String> userInfo(String accessToken) {
        return Requests.get(address + "/oauth2/userinfo", "Authorization", "Bearer " + accessToken);
    }

    JsonNode introspect(TestClient client, String token) {
        return Requests.json(asClient(client, "/oauth2/introspect", Map.of("token", token)));
    }

    static String error(HttpResponse<String> answer) {
        return answer.statusCode() + " " + Requests.json(answer).path("error").asString();
    }

    static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    /** The parameters of the query of where an answer leads to. */
    static Map<String, String> parameters(HttpResponse<String> answer) {
        return parameters(location(answer));
    }

    static Map<String, String> parameters(String address) {
        int query = address.indexOf('?');
        return query < 0
                ? Map.of()
                : Arrays.stream(address.substring(query + 1).split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> decoded(pair[1])));
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
    }
}

package dev.waymark.stack;

import dev.waymark.platform.settings.EnvFiles;
import dev.waymark.stack.machine.KeyFile;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings that the services get: those of {@code .env.dist}, over them the addresses of this stack's servers and secrets of its
 * own, over them what the operator gave. A server whose address the operator gave is not ours to start.
 *
 * @param values every setting of {@code .env.dist}
 * @param ports the ports of our parts by name, and of what they have besides, such as the mail catcher's page
 * @param elsewhere servers that somebody else runs
 * @param lasting whether the stack is a developer's, which starts again and again, and not a test's
 */
public record StackSettings(
        Map<String, String> values, Map<String, Integer> ports, Set<Part> elsewhere, boolean lasting) {
    static final String KAFKA_CONTROLLER = "kafka-controller";
    public static final String MAIL_PAGE = "mail-page";
    private static final Set<String> SECRETS =
            Set.of("SEARCH_KEY", "GATEWAY_CLIENT_SECRET", "SEARCH_INDEXER_CLIENT_SECRET", "KEY_ENCRYPTION_SECRET");
    private static final String DATABASE_PASSWORD = "DATABASE_PASSWORD";

    /** What the operator gave: {@code .env}, {@code .env.local} and the process environment, in rising order. */
    public static Map<String, String> given(StackFolder folder, Map<String, String> environment) {
        Map<String, String> given = new LinkedHashMap<>(EnvFiles.read(folder.root(), List.of(".env", ".env.local")));
        environment.forEach((name, value) -> {
            if (defaults(folder).containsKey(name)) {
                given.put(name, value);
            }
        });
        return given;
    }

    private static Map<String, String> defaults(StackFolder folder) {
        return EnvFiles.read(folder.root(), List.of(".env.dist"));
    }

    /**
     * Chooses ports and secrets, and remembers them in the folder.
     *
     * @param given what the operator gave
     * @param lasting whether it is a developer's stack, which comes back on the usual ports, and not a test's
     * @param ours ports on which processes that an earlier supervisor left running listen
     */
    static StackSettings choose(StackFolder folder, Map<String, String> given, boolean lasting, Set<Integer> ours) {
        Map<String, String> values = defaults(folder);
        KeyFile portFile = folder.ports();
        Ports ports = new Ports(portFile.read(), ours);
        Map<Part, Integer> chosen = new LinkedHashMap<>();
        Set<Part> elsewhere = EnumSet.noneOf(Part.class);
        // What the operator fixed comes first, so that nothing else takes it.
        for (Part part : Part.values()) {
            if (given.containsKey(part.setting())) {
                if (part.isService()) {
                    chosen.put(part, ports.fixed(part.label(), part.setting(), port(given.get(part.setting()))));
                } else {
                    elsewhere.add(part);
                }
            }
        }
        for (Part part : Part.values()) {
            if (!chosen.containsKey(part)) {
                int usual = lasting ? port(values.getOrDefault(part.setting(), "")) : 0;
                chosen.put(part, ports.choose(part.label(), usual));
            }
        }
        ports.choose(KAFKA_CONTROLLER, lasting ? 9093 : 0);
        ports.choose(MAIL_PAGE, lasting ? 8025 : 0);
        portFile.write(ports.chosen());

        Map<String, String> secrets = secrets(folder);
        addresses(chosen, secrets).forEach(values::put);
        values.putAll(given);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        ports.chosen().forEach((name, port) -> numbers.put(name, Integer.parseInt(port)));
        return new StackSettings(Map.copyOf(values), Map.copyOf(numbers), elsewhere, lasting);
    }

    /** As chosen by the last start; for commands beside a running stack. */
    public static StackSettings remembered(StackFolder folder, Map<String, String> given) {
        Set<Integer> all = new HashSet<>();
        folder.ports().read().values().forEach(port -> all.add(Integer.parseInt(port)));
        given.forEach((name, value) -> {
            if (name.endsWith("_PORT")) {
                all.add(port(value));
            }
        });
        return choose(folder, given, true, all);
    }

    private static Map<String, String> addresses(Map<Part, Integer> ports, Map<String, String> secrets) {
        Map<String, String> values = new LinkedHashMap<>();
        SECRETS.forEach(name -> values.put(name, secrets.getOrDefault(name, "")));
        values.put(
                "DATABASE_URL",
                "postgresql://waymark:" + secrets.get(DATABASE_PASSWORD) + "@localhost:" + ports.get(Part.POSTGRES));
        values.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.get(Part.KAFKA));
        values.put("CONNECT_URL", "http://localhost:" + ports.get(Part.CONNECT));
        values.put("CACHE_URL", "redis://localhost:" + ports.get(Part.REDIS));
        values.put("SEARCH_URL", "http://localhost:" + ports.get(Part.MEILISEARCH));
        values.put("MAIL_URL", "smtp://localhost:" + ports.get(Part.MAIL));
        values.put("IDENTITY_URL", "http://localhost:" + ports.get(Part.IDENTITY));
        values.put("ORGANIZATION_URL", "http://localhost:" + ports.get(Part.ORGANIZATION));
        values.put("SEARCH_INDEXER_URL", "http://localhost:" + ports.get(Part.SEARCH_INDEXER));
        values.put("BILLING_URL", "http://localhost:" + ports.get(Part.BILLING));
        values.put("PUBLIC_ORIGIN", "http://localhost:" + ports.get(Part.GATEWAY));
        for (Part part : Part.values()) {
            if (part.isService()) {
                values.put(part.setting(), String.valueOf(ports.get(part)));
            }
        }
        return values;
    }

    /** Secrets of this stack alone, made once: a database that listens must not have a password that everybody knows. */
    private static Map<String, String> secrets(StackFolder folder) {
        KeyFile file = folder.secrets();
        Map<String, String> secrets = new LinkedHashMap<>(file.read());
        SECRETS.forEach(name -> secrets.computeIfAbsent(name, _ -> secret()));
        secrets.computeIfAbsent(DATABASE_PASSWORD, _ -> secret());
        file.write(secrets);
        return secrets;
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The port in an address, in {@code host:port} or in a bare number; 0 when there is none. */
    static int port(String address) {
        String text = address.strip();
        if (text.matches("[0-9]{1,5}")) {
            return Integer.parseInt(text);
        }
        if (text.contains("://")) {
            return Math.max(0, URI.create(text).getPort());
        }
        String last = text.substring(text.lastIndexOf(':') + 1);
        return last.matches("[0-9]{1,5}") ? Integer.parseInt(last) : 0;
    }

    int port(Part part) {
        return port(part.label(), 0);
    }

    int port(String name, int otherwise) {
        return ports.getOrDefault(name, otherwise);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** @param limited whether there is no search engine to be had */
    public Map<String, String> values(boolean limited) {
        Map<String, String> all = new LinkedHashMap<>(values);
        if (limited) {
            all.put("SEARCH_URL", "");
        }
        return all;
    }

    /** Where the mail catcher shows its mails. */
    String mailPage() {
        return "http://localhost:" + port(MAIL_PAGE, 0);
    }

    /** The password in {@code DATABASE_URL}. */
    String databasePassword() {
        return URI.create(value("DATABASE_URL")).getUserInfo().split(":", 2)[1];
    }

    /** The gateway's origin on this machine. */
    String url() {
        return "http://localhost:" + port(Part.GATEWAY);
    }
}

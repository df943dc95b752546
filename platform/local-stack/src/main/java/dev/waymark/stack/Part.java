package dev.waymark.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the stack consists of, servers before services. */
public enum Part {
    POSTGRES("postgres", "DATABASE_URL"),
    KAFKA("kafka", "KAFKA_BOOTSTRAP_SERVERS"),
    CONNECT("connect", "CONNECT_URL", KAFKA),
    REDIS("redis", "CACHE_URL"),
    MEILISEARCH("meilisearch", "SEARCH_URL"),
    MAIL("mail", "MAIL_URL"),
    IDENTITY("identity-service", "IDENTITY_PORT", POSTGRES, KAFKA, MAIL),
    ORGANIZATION("organization-service", "ORGANIZATION_PORT", POSTGRES, KAFKA),
    SEARCH_INDEXER("search-indexer", "SEARCH_INDEXER_PORT", POSTGRES, KAFKA, MEILISEARCH),
    BILLING("billing-service", "BILLING_PORT", POSTGRES),
    GATEWAY("gateway-service", "GATEWAY_PORT", REDIS, KAFKA);

    private final String label;
    private final String setting;
    private final Set<Part> needs;

    Part(String label, String setting, Part... needs) {
        this.label = label;
        this.setting = setting;
        this.needs = Set.of(needs);
    }

    /** The part's name in commands, logs and {@code status}, such as {@code organization-service}. */
    public String label() {
        return label;
    }

    /** The setting that says where the part is: the address of a server, the port of a service. */
    public String setting() {
        return setting;
    }

    /** Whether it is one of the five services, and not a server that they need. */
    public boolean isService() {
        return compareTo(IDENTITY) >= 0;
    }

    /** What should be ready before this part is started, because it would otherwise start in vain. */
    Set<Part> needs() {
        return needs;
    }

    /** A JVM takes seconds of a core to start; a native server takes next to nothing. */
    boolean isHeavyToStart() {
        return this != POSTGRES && this != REDIS && this != MEILISEARCH;
    }

    /** The signal that ends it in good order: SIGTERM would let PostgreSQL wait for every client to leave by itself. */
    String stopSignal() {
        return this == POSTGRES ? "INT" : "TERM";
    }

    public static Set<Part> servers() {
        EnumSet<Part> servers = EnumSet.allOf(Part.class);
        servers.removeIf(Part::isService);
        return servers;
    }

    /** @param label such as {@code organization-service} */
    public static Optional<Part> named(String label) {
        return Arrays.stream(values()).filter(part -> part.label.equals(label)).findFirst();
    }
}

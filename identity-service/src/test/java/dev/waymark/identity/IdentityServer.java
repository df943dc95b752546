package dev.waymark.identity;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts copies of the service on a real PostgreSQL, each site in a database of its own. */
public final class IdentityServer {
    public static final String ORIGIN = "http://localhost:8080";
    public static final String INDEXER_SECRET = "insecure-local-search-indexer-secret";

    private IdentityServer() {}

    public static String newSite() {
        return "t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    public static Map<String, Object> settings(String site) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("waymark.env-files", ".env.dist");
        settings.put("SITE", site);
        settings.put("PUBLIC_ORIGIN", ORIGIN);
        settings.put("DATABASE_URL", "postgresql://postgres:postgres@localhost:" + TestPostgres.port());
        // Nothing listens there: what is to be published waits in the outbox.
        settings.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:1");
        settings.put("CONNECT_URL", "http://localhost:1");
        // Whatever runs on this machine is none of a test's business: attempts are counted by the process.
        settings.put("CACHE_URL", "redis://localhost:1");
        settings.put("logging.level.org.apache.kafka", "error");
        settings.put("server.port", "0");
        settings.put("spring.datasource.hikari.maximum-pool-size", "4");
        return settings;
    }

    public static ConfigurableApplicationContext start(Map<String, Object> settings) {
        return start(settings, Clock.systemUTC());
    }

    public static ConfigurableApplicationContext start(Map<String, Object> settings, Clock clock) {
        return new SpringApplicationBuilder(IdentityApplication.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock))
                .run(arguments(settings));
    }

    /** As the command line starts a command, which it finds by its name in the context. */
    public static int command(String site, PrintStream out, String name, String... arguments) throws Exception {
        Map<String, Object> settings = settings(site);
        settings.put("waymark.command", name);
        settings.put("waymark.serving", "false");
        settings.put("management.endpoint.health.validate-group-membership", "false");
        settings.put("logging.level.root", "warn");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(IdentityApplication.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .run(arguments(settings))) {
            return command(context, out, name, arguments);
        }
    }

    /** The same in a context that is there already, which saves a start. */
    public static int command(ConfigurableApplicationContext context, PrintStream out, String name, String... arguments)
            throws Exception {
        Command command = context.getBeanProvider(Command.class).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return command.run(List.of(arguments), out);
    }

    public static String[] arguments(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    /** Everything that is in the site's database, as text, the way somebody who stole a dump would read it. */
    public static String dump(ConfigurableApplicationContext context) {
        JdbcClient sql = context.getBean(JdbcClient.class);
        return sql.sql("select row_to_json(signing_key)::text from signing_key")
                        .query(String.class)
                        .list() + "\n"
                + sql.sql("select row_to_json(client)::text from client")
                        .query(String.class)
                        .list();
    }

    public static String address(ConfigurableApplicationContext context) {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }
}

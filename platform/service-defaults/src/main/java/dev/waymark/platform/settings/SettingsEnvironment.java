package dev.waymark.platform.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * Puts the settings files below the process environment, checks those that the service asks for in {@code waymark.settings}, and
 * derives what Spring Boot wants from them: {@code waymark.database} becomes a data source whose database carries the site's name.
 *
 * <p>The folder of the files is {@code WAYMARK_HOME}, or the nearest one from the working directory upwards with an
 * {@code .env.dist}. {@code waymark.env-files} narrows the files that are read, for tests.
 */
class SettingsEnvironment implements EnvironmentPostProcessor, Ordered {
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder binder = Binder.get(environment);
        List<String> needed =
                binder.bind("waymark.settings", Bindable.listOf(String.class)).orElse(List.of());
        if (needed.isEmpty()) {
            return;
        }
        addFiles(environment);
        addDefaults(environment);
        check(environment, needed);
        derive(environment, needed);
    }

    private static void addFiles(ConfigurableEnvironment environment) {
        List<String> names = Binder.get(environment)
                .bind("waymark.env-files", Bindable.listOf(String.class))
                .orElse(EnvFiles.ALL);
        Path start = Path.of(environment.getProperty("WAYMARK_HOME", ""));
        Map<String, Object> files = EnvFiles.home(start)
                .map(home -> new LinkedHashMap<String, Object>(EnvFiles.read(home, names)))
                .orElseGet(LinkedHashMap::new);
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("settings files", files));
    }

    private static void addDefaults(ConfigurableEnvironment environment) {
        try {
            environment
                    .getPropertySources()
                    .addLast(new ResourcePropertySource("service defaults", "classpath:waymark-defaults.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ConfigurableEnvironment environment, List<String> needed) {
        boolean production =
                environment.getProperty("PRODUCTION", "true").strip().equals("true");
        List<String> complaints = new ArrayList<>();
        for (String name : needed) {
            Setting setting = Setting.valueOf(name);
            String value = environment.getProperty(name);
            if (value == null) {
                complaints.add(name + " is missing: it is in .env.dist with its meaning");
            } else if (setting.complaint(value).isPresent()) {
                complaints.add(name + " should be " + setting.complaint(value).get());
            } else if (production && setting.hasDefaultSecret(value)) {
                complaints.add(name + " still has the default of .env.dist: production needs a secret of its own");
            }
        }
        if (!complaints.isEmpty()) {
            throw new InvalidSettingsException(complaints);
        }
    }

    private static void derive(ConfigurableEnvironment environment, List<String> needed) {
        Map<String, Object> derived = new LinkedHashMap<>();
        String owner = environment.getProperty("waymark.database");
        if (owner != null && needed.contains(Setting.DATABASE_URL.name())) {
            URI server =
                    URI.create(environment.getRequiredProperty("DATABASE_URL").strip());
            String[] login = server.getUserInfo().split(":", 2);
            Site site = new Site(environment.getRequiredProperty("SITE"));
            derived.put(
                    "spring.datasource.url",
                    "jdbc:postgresql://" + server.getHost() + ":" + (server.getPort() < 0 ? 5432 : server.getPort())
                            + "/" + site.database(owner));
            derived.put("spring.datasource.username", login[0]);
            derived.put("spring.datasource.password", login[1]);
        }
        if (needed.contains(Setting.IDENTITY_URL.name())) {
            String resourceServer = "spring.security.oauth2.resourceserver.jwt.";
            derived.put(
                    resourceServer + "jwk-set-uri", environment.getRequiredProperty("IDENTITY_URL") + "/oauth2/jwks");
            derived.put(resourceServer + "issuer-uri", environment.getRequiredProperty("PUBLIC_ORIGIN"));
            derived.put(resourceServer + "audiences", environment.getRequiredProperty("spring.application.name"));
        }
        if ("json".equals(environment.getProperty("LOG_FORMAT"))) {
            derived.put("logging.structured.format.console", "ecs");
            // Several sites share a server, and its logs.
            derived.put("logging.structured.ecs.service.environment", environment.getRequiredProperty("SITE"));
        }
        String endpoint = environment.getProperty("OTLP_ENDPOINT", "").strip();
        derived.put("management.tracing.export.otlp.enabled", !endpoint.isEmpty());
        if (!endpoint.isEmpty()) {
            derived.put("management.opentelemetry.tracing.export.otlp.endpoint", endpoint + "/v1/traces");
        }
        environment
                .getPropertySources()
                .addAfter("settings files", new MapPropertySource("derived from settings", derived));
    }
}

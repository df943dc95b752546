package dev.waymark.identity;

import java.time.Clock;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service with a clock that a test can put forward. */
public final class FactorServer {
    private FactorServer() {}

    /** @param changed settings that are not the usual ones */
    public static ConfigurableApplicationContext start(Clock clock, Map<String, Object> changed) {
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.putAll(changed);
        return new SpringApplicationBuilder(IdentityApplication.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("clock", clock))
                .run(IdentityServer.arguments(settings));
    }

    public static String origin() {
        return IdentityServer.ORIGIN;
    }

    public static String address(ConfigurableApplicationContext context) {
        return IdentityServer.address(context);
    }
}

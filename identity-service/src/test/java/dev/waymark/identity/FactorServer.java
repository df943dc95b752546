package dev.waymark.identity;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/** The whole service with a clock that a test can put forward. */
public final class FactorServer {
    private FactorServer() {}

    /** @param changed settings that are not the usual ones */
    public static ConfigurableApplicationContext start(Clock clock, Map<String, Object> changed) {
        return start(clock, changed, List.of());
    }

    /** @param filters before all others */
    public static ConfigurableApplicationContext start(Clock clock, Map<String, Object> changed, List<Filter> filters) {
        Map<String, Object> settings = IdentityServer.settings(IdentityServer.newSite());
        settings.putAll(changed);
        return new SpringApplicationBuilder(IdentityApplication.class)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("clock", clock);
                    filters.forEach(filter -> register((GenericApplicationContext) context, filter));
                })
                .run(IdentityServer.arguments(settings));
    }

    private static void register(GenericApplicationContext context, Filter filter) {
        context.registerBean(filter.getClass().getName(), FilterRegistrationBean.class, () -> {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        });
    }

    public static String origin() {
        return IdentityServer.ORIGIN;
    }

    public static String address(ConfigurableApplicationContext context) {
        return IdentityServer.address(context);
    }
}

package dev.waymark.resourceserver;

import dev.waymark.platform.security.ServiceSecurity;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service that takes tokens exactly as organization-service does: the same settings, the same defaults, nothing of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            OAuth2AuthorizationServerAutoConfiguration.class,
            OAuth2AuthorizationServerJwtAutoConfiguration.class
        })
@RestController
public class ResourceServer {
    /**
     * @param name the service's name, which is the audience that it wants
     * @param identity the address of identity-service
     * @param origin the public origin of the site
     */
    public static ConfigurableApplicationContext start(String name, String identity, String origin) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.config.name", "none");
        settings.put("spring.application.name", name);
        settings.put("waymark.settings", "SITE,PUBLIC_ORIGIN,PRODUCTION,IDENTITY_URL");
        settings.put("waymark.env-files", ".env.dist");
        settings.put("PUBLIC_ORIGIN", origin);
        settings.put("IDENTITY_URL", identity);
        settings.put("server.port", "0");
        return new SpringApplicationBuilder(ResourceServer.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    @Bean
    SecurityFilterChain access(HttpSecurity http) {
        return ServiceSecurity.stateless(http)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/write")
                        .hasAuthority("SCOPE_organizations:write")
                        .requestMatchers("/internal")
                        .hasAuthority("SCOPE_organizations:internal")
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @GetMapping({"/write", "/internal"})
    String permitted() {
        return "permitted";
    }
}

package dev.waymark.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

class SettingsEnvironmentTest {
    private static final String ALL = "SITE,PUBLIC_ORIGIN,PRODUCTION,DATABASE_URL,IDENTITY_URL,KEY_ENCRYPTION_SECRET";

    @TempDir
    private Path home = Path.of("");

    @SpringBootConfiguration
    static class Service {}

    @BeforeEach
    void settingsFile() throws IOException {
        write(".env.dist", """
                SITE=acme
                PUBLIC_ORIGIN=https://acme.example
                PRODUCTION=false
                DATABASE_URL=postgresql://us%40er:p%3Ass@db.example:5433
                IDENTITY_URL=http://identity:8081
                KEY_ENCRYPTION_SECRET=insecure-local-key-encryption-secret
                """);
    }

    @Test
    void whatSpringNeedsIsDerivedFromTheSettings() {
        try (ConfigurableApplicationContext context = start(ALL)) {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("spring.datasource.url"))
                    .isEqualTo("jdbc:postgresql://db.example:5433/acme_thing");
            assertThat(environment.getProperty("spring.datasource.username")).isEqualTo("us@er");
            assertThat(environment.getProperty("spring.datasource.password")).isEqualTo("p:ss");
            String server = "spring.security.oauth2.resourceserver.jwt.";
            assertThat(environment.getProperty(server + "jwk-set-uri")).isEqualTo("http://identity:8081/oauth2/jwks");
            assertThat(environment.getProperty(server + "issuer-uri")).isEqualTo("https://acme.example");
            assertThat(environment.getProperty(server + "audiences")).isEqualTo("thing-service");
        }
    }

    @Test
    void theServersFileOverridesTheDefaultsAndArgumentsOverrideBoth() throws IOException {
        write(".env", "SITE=server\nIDENTITY_URL=http://server:1\n");

        try (ConfigurableApplicationContext context = start(ALL, "--SITE=argument")) {
            assertThat(context.getEnvironment().getProperty("SITE")).isEqualTo("argument");
            assertThat(context.getEnvironment().getProperty("IDENTITY_URL")).isEqualTo("http://server:1");
        }
    }

    @Test
    void allWrongSettingsAreNamedAtOnceAndNoValueIsRepeated() throws IOException {
        write(".env", """
                SITE=Not-A-Name
                DATABASE_URL=postgresql://user:hunter2@localhost/database
                KEY_ENCRYPTION_SECRET=hunter2
                """);

        InvalidSettingsException refused = refused(ALL + ",MAIL_URL");

        assertThat(refused.complaints()).hasSize(4);
        assertThat(refused)
                .hasMessageContainingAll("SITE", "DATABASE_URL", "KEY_ENCRYPTION_SECRET", "MAIL_URL is missing");
        assertThat(refused.getMessage()).doesNotContain("hunter2").doesNotContain("Not-A-Name");
    }

    @Test
    void aSettingThatTheServiceDoesNotNeedMayBeWrong() throws IOException {
        write(".env", "KEY_ENCRYPTION_SECRET=\n");

        start("SITE,PUBLIC_ORIGIN,PRODUCTION").close();
    }

    @Test
    void productionRefusesTheDefaultSecretsAndTakesOthers() throws IOException {
        write(".env", "PRODUCTION=true\n");
        assertThat(refused(ALL).complaints())
                .singleElement()
                .asString()
                .contains("KEY_ENCRYPTION_SECRET")
                .contains("production");

        write(".env", "PRODUCTION=true\nKEY_ENCRYPTION_SECRET=0f8c7be5ad56b1a3\n");
        start(ALL).close();
    }

    @Test
    void productionRefusesAnAddressThatHasTheDefaultPassword() throws IOException {
        write(".env", """
                PRODUCTION=true
                KEY_ENCRYPTION_SECRET=0f8c7be5ad56b1a3
                DATABASE_URL=postgresql://waymark:insecure-local-database@localhost:5432
                """);

        assertThat(refused(ALL).complaints()).singleElement().asString().contains("DATABASE_URL");
    }

    @Test
    void itIsProductionUntilSomebodySaysOtherwise() throws IOException {
        write(".env.dist", "SITE=acme\nKEY_ENCRYPTION_SECRET=insecure-local-key-encryption-secret\n");

        assertThat(refused("SITE,KEY_ENCRYPTION_SECRET").complaints())
                .singleElement()
                .asString()
                .contains("KEY_ENCRYPTION_SECRET");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void anOperatorReadsAListAndNoStackTrace(CapturedOutput output) throws IOException {
        write(".env", "SITE=Not-A-Name\n");

        refused(ALL);

        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("SITE should be a name of 1 to 20 lower-case letters")
                .contains(".env.dist says what each one means")
                .doesNotContain("\tat dev.waymark");
    }

    private ConfigurableApplicationContext start(String needed, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=none",
                "--spring.application.name=thing-service",
                "--waymark.database=thing",
                "--waymark.settings=" + needed,
                "--WAYMARK_HOME=" + home));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    private InvalidSettingsException refused(String needed) {
        return catchThrowableOfType(
                InvalidSettingsException.class, () -> start(needed).close());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }
}

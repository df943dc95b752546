package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {
    @TempDir
    Path root;

    private StackFolder folder = new StackFolder(Path.of(""), Path.of(""));

    @BeforeEach
    void aRepository() throws IOException {
        Files.copy(Stack.root().resolve(".env.dist"), root.resolve(".env.dist"));
        folder = new StackFolder(root, root.resolve(".local"));
    }

    private StackSettings choose(Map<String, String> given) {
        return StackSettings.choose(folder, given, false, Set.of());
    }

    @Test
    void everyAddressPointsToAPortOfThisStack() {
        StackSettings settings = choose(Map.of());

        assertThat(settings.value("PUBLIC_ORIGIN")).isEqualTo("http://localhost:" + settings.port(Part.GATEWAY));
        assertThat(settings.value("GATEWAY_PORT")).isEqualTo(String.valueOf(settings.port(Part.GATEWAY)));
        assertThat(settings.value("DATABASE_URL")).endsWith("@localhost:" + settings.port(Part.POSTGRES));
        assertThat(settings.value("KAFKA_BOOTSTRAP_SERVERS")).isEqualTo("localhost:" + settings.port(Part.KAFKA));
        assertThat(settings.ports().values()).doesNotHaveDuplicates();
    }

    @Test
    void portsAndSecretsStayTheSameOverStarts() {
        Map<String, String> first = choose(Map.of()).values();

        assertThat(choose(Map.of()).values()).isEqualTo(first);
    }

    @Test
    void secretsAreNotTheOnesThatEverybodyKnowsAndNobodyElseCanReadThem() throws IOException {
        StackSettings settings = choose(Map.of());

        assertThat(settings.values().values()).noneMatch(value -> value.contains("insecure-"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.resolve(".local").resolve("secrets"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aPortThatSomebodyElseTookIsLeftAndAnotherOneFound() throws IOException {
        int before = choose(Map.of()).port(Part.REDIS);
        try (ServerSocket somebody = listen(before)) {
            assertThat(choose(Map.of()).port(Part.REDIS)).isNotEqualTo(somebody.getLocalPort());
        }
    }

    @Test
    void aPortThatTheOperatorGaveAndSomebodyHoldsIsRefusedWithTheHoldersName() throws IOException {
        try (ServerSocket somebody = listen(0)) {
            String port = String.valueOf(somebody.getLocalPort());

            assertThatThrownBy(() -> choose(Map.of("GATEWAY_PORT", port)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("GATEWAY_PORT is " + port)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aPortOnWhichAnEarlierSupervisorsProcessListensIsStillOurs() throws IOException {
        try (ServerSocket earlier = listen(0)) {
            int port = earlier.getLocalPort();

            StackSettings settings =
                    StackSettings.choose(folder, Map.of("GATEWAY_PORT", String.valueOf(port)), false, Set.of(port));

            assertThat(settings.port(Part.GATEWAY)).isEqualTo(port);
        }
    }

    @Test
    void aServerWhoseAddressIsGivenIsSomebodyElses() {
        StackSettings settings = choose(Map.of("DATABASE_URL", "postgresql://me:secret@db.example:5433"));

        assertThat(settings.elsewhere()).containsExactly(Part.POSTGRES);
        assertThat(settings.value("DATABASE_URL")).isEqualTo("postgresql://me:secret@db.example:5433");
    }

    @Test
    void theProcessEnvironmentOverridesTheLocalFileWhichOverridesTheServers() throws IOException {
        Files.writeString(root.resolve(".env"), "SITE=one\nMAIL_URL=smtp://one:25\nCACHE_URL=redis://one:1\n");
        Files.writeString(root.resolve(".env.local"), "SITE=two\nMAIL_URL=smtp://two:25\n");

        Map<String, String> given = StackSettings.given(folder, Map.of("SITE", "three", "HOME", "/nowhere"));

        assertThat(given)
                .containsOnly(
                        Map.entry("SITE", "three"),
                        Map.entry("MAIL_URL", "smtp://two:25"),
                        Map.entry("CACHE_URL", "redis://one:1"));
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"));
    }
}

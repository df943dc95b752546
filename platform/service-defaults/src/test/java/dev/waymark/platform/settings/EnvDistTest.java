package dev.waymark.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.FileSystemResource;

/** Holds {@code .env.dist} against the code: what an operator reads there is what the services ask for. */
class EnvDistTest {
    private static final Path ROOT =
            EnvFiles.home(Path.of(System.getProperty("waymark.root", ""))).orElseThrow();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)[}:]");
    private static final Pattern ASKED = Pattern.compile("getRequiredProperty\\(\"([A-Z][A-Z0-9_]+)\"\\)");

    private final Map<String, String> defaults = EnvFiles.read(ROOT, List.of(".env.dist"));

    @Test
    void itListsEverySettingInTheOrderOfTheCodeAndNothingElse() {
        assertThat(defaults.keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void everyDefaultIsWellFormed() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.complaint(defaults.getOrDefault(setting.name(), "")))
                    .as(setting.name())
                    .isEmpty();
        }
    }

    @Test
    void everyDefaultSecretIsOneThatProductionRefuses() {
        for (Setting setting : Setting.values()) {
            if (setting.isSecret()) {
                assertThat(defaults.get(setting.name())).as(setting.name()).startsWith("insecure-");
            }
        }
    }

    /** Neighbours of one kind, such as the ports, may share the comment above the first. */
    @Test
    void everySettingHasACommentAboveIt() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve(".env.dist"));
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line);
            if (text.startsWith("#") || text.isBlank()) {
                continue;
            }
            String above = line == 0 ? "" : lines.get(line - 1);
            boolean explained = above.startsWith("#") && !above.startsWith("# ----");
            assertThat(explained || kind(above).equals(kind(text)))
                    .as("%s has no comment", text)
                    .isTrue();
        }
    }

    private static String kind(String line) {
        String name = line.split("=", 2)[0];
        return name.substring(name.lastIndexOf('_') + 1);
    }

    @Test
    void everySettingThatAServiceAsksForExists() throws IOException {
        assertThat(services()).hasSizeGreaterThanOrEqualTo(5);
        List<String> known = Arrays.stream(Setting.values()).map(Setting::name).toList();
        for (Path service : services()) {
            assertThat(declared(service)).as(service.toString()).isNotEmpty().isSubsetOf(known);
        }
    }

    @Test
    void aServiceDeclaresEverySettingThatItsOwnCodeReads() throws IOException {
        for (Path service : services()) {
            TreeSet<String> read = new TreeSet<>();
            try (Stream<Path> files = Files.walk(service.resolve("src/main"))) {
                for (Path file : files.filter(EnvDistTest::isSource).toList()) {
                    String text = Files.readString(file);
                    for (Pattern pattern : List.of(PLACEHOLDER, ASKED)) {
                        for (Matcher found = pattern.matcher(text); found.find(); ) {
                            read.add(found.group(1));
                        }
                    }
                }
            }
            assertThat(declared(service)).as(service.toString()).containsAll(read);
        }
    }

    @Test
    void everySettingIsAskedForByAServiceOrUsedByThePlatform() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path service : services()) {
            used.addAll(declared(service));
        }
        Pattern quoted = Pattern.compile("\"([A-Z][A-Z0-9_]+)\"");
        try (Stream<Path> files = Files.walk(ROOT.resolve("platform"))) {
            for (Path file : files.filter(EnvDistTest::isMainSource).toList()) {
                quoted.matcher(Files.readString(file)).results().forEach(name -> used.add(name.group(1)));
            }
        }
        assertThat(used).containsAll(defaults.keySet());
    }

    private static boolean isMainSource(Path file) {
        return file.toString().contains("src/main/java") && isSource(file);
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") || name.endsWith(".yml") || name.endsWith(".properties");
    }

    private static List<Path> services() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.exists(configuration(module)))
                    .sorted()
                    .toList();
        }
    }

    private static Path configuration(Path service) {
        return service.resolve("src/main/resources/application.yml");
    }

    private static List<String> declared(Path service) throws IOException {
        MutablePropertySources sources = new MutablePropertySources();
        new YamlPropertySourceLoader()
                .load("service", new FileSystemResource(configuration(service)))
                .forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("waymark.settings", Bindable.listOf(String.class))
                .orElse(List.of());
    }
}

package dev.waymark.platform;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The entry point of every service: serves, or carries out the command that the first argument names. */
public final class WaymarkService {
    private WaymarkService() {}

    /**
     * @param application the service's {@code @SpringBootApplication} class
     * @param arguments none to serve; else a command's name and its arguments ({@code help} lists them)
     */
    public static void run(Class<?> application, String... arguments) {
        SpringApplication service = new SpringApplication(application);
        service.setBannerMode(Banner.Mode.OFF);
        boolean serving = arguments.length == 0 || arguments[0].startsWith("--");
        if (serving) {
            service.run(arguments);
            return;
        }
        // A command's result has standard output to itself.
        PrintStream out = System.out;
        System.setOut(System.err);
        service.setWebApplicationType(WebApplicationType.NONE);
        // A command needs a part of the service only, and no health.
        service.setLazyInitialization(true);
        service.setDefaultProperties(Map.of(
                "waymark.command",
                arguments[0],
                "waymark.serving",
                "false",
                "management.endpoint.health.validate-group-membership",
                "false",
                "logging.level.root",
                "warn",
                "logging.level.org.flywaydb",
                "error"));
        int exit;
        try (ConfigurableApplicationContext context = service.run()) {
            exit = run(
                    context, arguments[0], List.copyOf(Arrays.asList(arguments).subList(1, arguments.length)), out);
        }
        out.flush();
        System.exit(exit);
    }

    private static int run(
            ConfigurableApplicationContext context, String name, List<String> arguments, PrintStream out) {
        List<Command> commands = context.getBeanProvider(Command.class).stream()
                .sorted(Comparator.comparing(Command::name))
                .toList();
        Command command = commands.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        if (command == null) {
            System.err.println(name.equals("help") ? "Commands:" : "There is no command '" + name + "'. Commands:");
            commands.forEach(known -> System.err.println("  " + known.name() + " " + known.usage()));
            return name.equals("help") ? 0 : 2;
        }
        try {
            return command.run(arguments, out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("Usage: " + command.name() + " " + command.usage());
            return 2;
        } catch (Exception e) {
            System.err.println(command.name() + " failed: " + e.getMessage());
            return 1;
        }
    }
}

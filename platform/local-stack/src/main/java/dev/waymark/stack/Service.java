package dev.waymark.stack;

import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One of the five services, or one of its commands. */
final class Service {
    private Service() {}

    static Recipe recipe(Part service, StackFolder folder, Map<String, String> settings, boolean lasting)
            throws IOException {
        Application application = Application.of(service, folder);
        List<String> archive = lasting ? ClassArchive.madeAtTheEnd(application.archive()) : List.of();
        return Recipe.of(
                        java(service, application, options(settings, archive), List.of()),
                        environment(folder, settings),
                        folder.root(),
                        Probe.http(Integer.parseInt(settings.getOrDefault(service.setting(), "0")), "/readyz"))
                .alsoKnownBy(application.version());
    }

    private static List<String> options(Map<String, String> settings, List<String> archive) {
        List<String> options = new ArrayList<>(archive);
        Stream.of(settings.getOrDefault(Stack.SERVICE_JVM_OPTIONS, "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        return options;
    }

    /** A command beside the service. */
    static List<String> command(Part service, Application application, List<String> arguments) {
        return java(service, application, ClassArchive.usedIfThere(application.archive()), arguments);
    }

    private static List<String> java(
            Part service, Application application, List<String> archive, List<String> arguments) {
        boolean big = service == Part.ORGANIZATION || service == Part.SEARCH_INDEXER;
        List<String> options = new ArrayList<>(archive);
        options.addAll(List.of("-jar", application.jar().toString()));
        options.addAll(arguments);
        return Programs.java(big ? "256m" : "160m", options);
    }

    static Map<String, String> environment(StackFolder folder, Map<String, String> settings) {
        Map<String, String> environment = new LinkedHashMap<>(settings);
        environment.put("WAYMARK_HOME", folder.root().toString());
        // Nothing of a developer's stack is to be seen from outside.
        environment.putIfAbsent("SERVER_ADDRESS", "127.0.0.1");
        return environment;
    }
}

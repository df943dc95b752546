package dev.waymark.platform.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /version}: which service answers, and which release of it. */
@RestController
class VersionController {
    private final Map<String, String> version = new LinkedHashMap<>();

    VersionController(Environment environment, ObjectProvider<BuildProperties> build) {
        version.put("service", environment.getProperty("spring.application.name", "unknown"));
        BuildProperties properties = build.getIfAvailable();
        version.put("version", properties == null ? "unbuilt" : String.valueOf(properties.getVersion()));
    }

    @GetMapping("/version")
    Map<String, String> version() {
        return version;
    }
}

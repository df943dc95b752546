package dev.waymark.identity;

import dev.waymark.platform.WaymarkService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class IdentityApplication {
    public static void main(String[] arguments) {
        WaymarkService.run(IdentityApplication.class, arguments);
    }
}

package dev.waymark.organization;

import dev.waymark.platform.WaymarkService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class OrganizationApplication {
    public static void main(String[] arguments) {
        WaymarkService.run(OrganizationApplication.class, arguments);
    }
}

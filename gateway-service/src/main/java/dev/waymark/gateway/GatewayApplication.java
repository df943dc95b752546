package dev.waymark.gateway;

import dev.waymark.platform.WaymarkService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class GatewayApplication {
    public static void main(String[] arguments) {
        WaymarkService.run(GatewayApplication.class, arguments);
    }
}

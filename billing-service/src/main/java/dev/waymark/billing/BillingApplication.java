package dev.waymark.billing;

import dev.waymark.platform.WaymarkService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class BillingApplication {
    public static void main(String[] arguments) {
        WaymarkService.run(BillingApplication.class, arguments);
    }
}

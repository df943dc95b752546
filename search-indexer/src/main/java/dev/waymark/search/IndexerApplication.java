package dev.waymark.search;

import dev.waymark.platform.WaymarkService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class IndexerApplication {
    public static void main(String[] arguments) {
        WaymarkService.run(IndexerApplication.class, arguments);
    }
}

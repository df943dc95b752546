package dev.waymark.billing;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The plan catalogue for people. */
@Controller
class PlanPage {
    private static final Page page = Page.of("Plans")
            .describedAs("What each plan lets you do with the page of your organisation, and what it costs.")
            .at("/plans");

    private final CatalogueReader catalogue;
    private final Pages pages;

    PlanPage(CatalogueReader catalogue, Pages pages) {
        this.catalogue = catalogue;
        this.pages = pages;
    }

    @GetMapping("/plans")
    ResponseEntity<String> plans() {
        return pages.render(page, "plans.jte", Map.of("catalogue", PlanTable.of(catalogue.current())));
    }
}

package dev.waymark.billing;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The plan catalogue for people. */
@Controller
class PlanPage {
    private final CatalogueReader catalogue;
    private final Pages pages;

    PlanPage(CatalogueReader catalogue, Pages pages) {
        this.catalogue = catalogue;
        this.pages = pages;
    }

    @GetMapping("/plans")
    ResponseEntity<String> plans() {
        Texts t = Texts.current();
        return pages.render(
                Page.of(t.get("plans.title"))
                        .describedAs(t.get("plans.description"))
                        .at("/plans"),
                "plans.jte",
                Map.of("catalogue", PlanTable.of(t, catalogue.current())));
    }
}

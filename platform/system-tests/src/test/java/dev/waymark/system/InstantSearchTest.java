package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Geolocation;
import dev.waymark.stack.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Finding an organisation: as one types, by keyboard, on a phone, without script, and when the network fails. */
class InstantSearchTest extends BrowserTest {
    private static final String HEIDELBERG = "Heidelberg University";

    @BeforeAll
    static void load() {
        waymark.importAndAwait(Waymark.samples());
    }

    private static Locator box(Page page) {
        return page.getByRole(AriaRole.MAIN).locator("#q");
    }

    private static Locator hits(Page page) {
        return page.locator(".hit h2");
    }

    private static Locator total(Page page) {
        return page.locator("#total");
    }

    @Test
    void resultsComeAsOneTypesAndTheAddressFollows() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            String found = waymark.hits("heidelb") + " organisations";
            Page page = open(context, "/search");
            assertThat(total(page)).not().hasText(found);

            box(page).pressSequentially("heidelb");

            assertThat(hits(page).first()).hasText(HEIDELBERG);
            assertThat(page).hasURL(waymark.url() + "/search?q=heidelb");
            assertThat(page).hasTitle(Pattern.compile("Results for “heidelb”.*"));
            assertThat(total(page)).hasText(found);
            assertThat(box(page)).isFocused();
            assertThat(page.locator("#sort")).hasValue("relevance");

            box(page).fill("");
            assertThat(page).hasURL(waymark.url() + "/search");
            assertThat(total(page)).not().hasText(found);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void aNameWithAnErrorIsSearchedForAndSaysSoUntilWhatWasTypedIsWanted() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search");
            Locator corrected = page.locator("#corrected");

            box(page).pressSequentially("HeidelbergxUniversity");

            assertThat(corrected).containsText("Showing results for “Heidelberg University”.");
            assertThat(hits(page).first()).hasText(HEIDELBERG);
            assertThat(page).hasURL(waymark.url() + "/search?q=HeidelbergxUniversity");

            corrected.getByRole(AriaRole.LINK).focus();
            page.keyboard().press("Enter");
            assertThat(page).hasURL(waymark.url() + "/search?q=HeidelbergxUniversity&exact=true");
            assertThat(page.getByText("Nothing found for “HeidelbergxUniversity”"))
                    .isVisible();
            assertThat(corrected).isEmpty();

            page.goBack();
            assertThat(corrected).containsText("Heidelberg University");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void choicesNarrowKeepTheOthersInSightAndGoBackByHistory() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search?q=university");
            String before = total(page).innerText();
            Locator germany =
                    page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Germany")));

            germany.focus();
            page.keyboard().press("Space");

            assertThat(page).hasURL(waymark.url() + "/search?q=university&country=DE");
            assertThat(germany).isChecked();
            assertThat(germany).isFocused();
            assertThat(total(page)).not().hasText(before);
            assertThat(page.getByRole(
                            AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^United States"))))
                    .isVisible();

            page.locator("#find-country").fill("japan");
            assertThat(germany).isHidden();
            page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Japan")))
                    .check();
            assertThat(page).hasURL(waymark.url() + "/search?q=university&country=DE&country=JP");

            page.goBack();
            page.goBack();
            assertThat(page).hasURL(waymark.url() + "/search?q=university");
            assertThat(total(page)).hasText(before);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void theKeyboardAloneFindsAPageByItsSuggestion() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/");
            Locator box = page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX);
            for (int step = 0;
                    step < 20 && !(Boolean) box.evaluate("element => element === document.activeElement");
                    step++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().type("heidelberg univ");
            Locator first = page.getByRole(AriaRole.OPTION).first();
            assertThat(first).containsText(HEIDELBERG);
            assertThat(box).hasAttribute("aria-expanded", "true");

            page.keyboard().press("Escape");
            assertThat(first).isHidden();
            page.keyboard().press("ArrowDown");
            assertThat(first).hasAttribute("aria-selected", "true");
            assertThat(box).hasAttribute("aria-activedescendant", first.getAttribute("id"));
            page.keyboard().type("e");
            assertThat(box).not().hasAttribute("aria-activedescendant", Pattern.compile(".*"));
            assertThat(page.getByRole(AriaRole.OPTION).first()).containsText(HEIDELBERG);
            page.keyboard().press("ArrowDown");
            assertThat(page.getByRole(AriaRole.OPTION).first()).hasAttribute("aria-selected", "true");
            page.keyboard().press("Enter");

            page.waitForURL("**/organizations/heidelberg-university");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void aPhoneFindsByTouchWithTheFiltersFolded() {
        try (BrowserContext context = visitor(screen(360, 780).setHasTouch(true).setIsMobile(true))) {
            Page page = open(context, "/search?q=university");
            assertThat(hits(page).first()).isInViewport();
            assertThat(page.locator("#find-country")).isHidden();

            page.locator(".filters summary").tap();
            page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Germany")))
                    .tap();

            assertThat(page).hasURL(waymark.url() + "/search?q=university&country=DE");
            assertThat(page.locator(".filters summary")).hasText("Filters (1)");
            assertThat(sidewaysScroll(page)).isFalse();
        }
    }

    @Test
    void withoutScriptTheSameAddressHasTheSameResults() {
        List<String> withScript;
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search");
            box(page).fill("university");
            assertThat(page).hasURL(waymark.url() + "/search?q=university");
            page.locator("#sort").selectOption("name");
            assertThat(page).hasURL(waymark.url() + "/search?q=university&sort=name");
            withScript = hits(page).allInnerTexts();
        }
        try (BrowserContext context = visitor(1280, 900, false)) {
            Page page = open(context, "/search");
            box(page).fill("university");
            page.getByRole(AriaRole.MAIN)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Search"))
                    .click();
            page.locator("#sort").selectOption("name");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show results"))
                    .click();

            assertThat(hits(page).allInnerTexts()).isEqualTo(withScript).isNotEmpty();
            page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Germany")))
                    .check();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show results"))
                    .click();
            assertThat(page.locator(".chips")).containsText("Germany");
            assertThat(hits(page).first()).isVisible();
        }
    }

    @Test
    void whatIsNearComesByTheBrowsersOwnPlace() {
        try (BrowserContext context = visitor(screen(1280, 900)
                .setPermissions(List.of("geolocation"))
                .setGeolocation(new Geolocation(49.4112, 8.7101)))) {
            Page page = open(context, "/search");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Near me"))
                    .click();

            assertThat(page).hasURL(waymark.url() + "/search?near=49.41%2C8.71");
            assertThat(hits(page).first()).hasText(HEIDELBERG);
            assertThat(page.locator("#sort")).hasValue("distance");
            assertThat(page.locator(".chips")).containsText("Within 50 km");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void whenTheNetworkFailsWhatWasFoundStaysAndAnExplanationComes() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search?q=heidelberg");
            page.route("**/search?**", Route::abort);
            box(page).pressSequentially(" x");

            assertThat(page.getByRole(AriaRole.ALERT)).containsText("could not be fetched");
            assertThat(hits(page).first()).hasText(HEIDELBERG);

            page.unroute("**/search?**");
            box(page).fill("heidelberg u");
            assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
            assertThat(page).hasURL(Pattern.compile(".*q=heidelberg\\+u$"));
        }
    }

    @Test
    void withTheEngineAwayResultsStillComeAsOneTypes() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search");
            waymark.stack().stop(Part.MEILISEARCH);
            try {
                box(page).pressSequentially("heidelb");

                assertThat(hits(page).first()).hasText(HEIDELBERG);
                assertThat(page.getByText("Search is limited")).isVisible();
            } finally {
                waymark.stack().start(Part.MEILISEARCH);
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            waymark.get("/api/v1/search?q=university").body().contains("\"limited\":false"));
            box(page).fill("heidelbg");
            assertThat(hits(page).first()).hasText(HEIDELBERG);
            assertThat(page.getByText("Search is limited")).isHidden();
        }
    }

    @Test
    void aSlowAnswerNeverOvertakesANewerOne() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/search");
            List<Route> held = new ArrayList<>();
            page.route(Pattern.compile(".*/search\\?q=heidelberg$"), held::add);
            box(page).fill("heidelberg");
            page.waitForCondition(() -> !held.isEmpty());
            box(page).fill("charit");
            assertThat(page).hasURL(waymark.url() + "/search?q=charit");

            held.getFirst().resume();

            assertThat(page).hasURL(waymark.url() + "/search?q=charit");
            assertThat(hits(page).first()).not().hasText(HEIDELBERG);
        }
    }
}

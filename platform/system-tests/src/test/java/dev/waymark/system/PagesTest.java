package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of the site: usable by all, on every screen, in both schemes and languages, and light to load. */
class PagesTest extends BrowserTest {
    private static final List<Integer> WIDTHS = List.of(360, 768, 1280);
    private static final int MOST_BYTES = 60_000;

    @BeforeAll
    static void load() {
        waymark.importAndAwait(Waymark.samples());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/search?q=university&country=DE",
                "/search?near=52.52,13.40&radius=250",
                "/search?q=qqqxyz",
                "/search?q=HeidelbergxUniversity",
                "/countries",
                "/countries/de",
                "/kinds",
                "/kinds/education",
                "/organizations/heidelberg-university",
                "/plans",
                "/offline",
                "/nowhere",
                "/de",
                "/de/search?q=university",
                "/de/organizations/heidelberg-university",
                "/de/plans",
                "/de/nowhere"
            })
    void everybodyCanUseIt(String path) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext context = visitor(screen(360, 780).setColorScheme(scheme))) {
                Page page = context.newPage();
                page.navigate(waymark.url() + path);
                for (int width : WIDTHS) {
                    page.setViewportSize(width, 780);
                    assertThat(sidewaysScroll(page)).as("%s at %s", path, width).isFalse();
                }
                assertThat(new AxeBuilder(page)
                                .analyze().getViolations().stream().map(Rule::toString))
                        .as("%s in %s", path, scheme)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/search?q=university", "/organizations/heidelberg-university", "/countries", "/plans"})
    void aFirstViewIsLightAndStandsStill(String path) {
        try (BrowserContext context = visitor(360, 780, true)) {
            Page page = context.newPage();
            // Before the page's own scripts, which the policy of the site would keep this one out of.
            page.addInitScript("""
                    window.shift = 0;
                    new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
                        .observe({ type: 'layout-shift', buffered: true });
                    new PerformanceObserver(list => { window.largest = list.getEntries().at(-1).element?.textContent.trim(); })
                        .observe({ type: 'largest-contentful-paint', buffered: true });
                    """);
            String html = page.navigate(waymark.url() + path).text();
            page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
            page.waitForCondition(() -> page.evaluate("window.largest") != null);

            Number bytes = (Number) page.evaluate("""
                    performance.getEntries().filter(entry => entry.transferSize).reduce((sum, entry) => sum + entry.transferSize, 0)
                    """);
            String largest = (String) page.evaluate("window.largest");
            assertThat(bytes.intValue()).isBetween(1_000, MOST_BYTES);
            assertThat(((Number) page.evaluate("window.shift")).doubleValue()).isLessThan(0.001);
            assertThat((Boolean) page.evaluate(
                            "([html, text]) => new DOMParser().parseFromString(html, 'text/html').body.textContent.includes(text)",
                            List.of(html, largest)))
                    .as("what is seen first, '%s', comes with the page", largest)
                    .isTrue();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void aReaderStaysOnThePageWhenTheLanguageChanges() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/organizations/heidelberg-university");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Deutsch"))
                    .click();

            page.waitForURL("**/de/organizations/heidelberg-university");
            assertThat(page.getByText("Gegründet").first()).isVisible();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("English"))
                    .click();
            page.waitForURL(waymark.url() + "/organizations/heidelberg-university");
        }
    }

    @Test
    void writingFromRightToLeftFindsItsPlace() {
        try (BrowserContext context = visitor(360, 780, true)) {
            for (String path : List.of("/", "/search?q=university", "/organizations/heidelberg-university")) {
                Page page = open(context, path);
                page.evaluate("document.documentElement.dir = 'rtl'");

                assertThat(sidewaysScroll(page)).as(path).isFalse();
                assertThat((Boolean) page.evaluate("""
                        document.querySelector('.site-name').getBoundingClientRect().right > innerWidth / 2
                        """))
                        .as("the name of the site stands on the right")
                        .isTrue();
            }
        }
    }

    @Test
    void onPaperThereIsWhatOneReadsAndNoControls() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/organizations/heidelberg-university");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.PRINT));

            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .isVisible();
            assertThat(page.locator("header form")).isHidden();
            assertThat(page.locator("header nav")).isHidden();
        }
    }

    @Test
    void withoutANetworkTheSiteSaysSoItself() {
        try (BrowserContext context = visitor(new Browser.NewContextOptions())) {
            Page page = open(context, "/de");
            page.waitForCondition(() -> (Boolean) page.evaluate("navigator.serviceWorker.controller !== null"));
            context.setOffline(true);

            page.navigate(waymark.url() + "/de/plans");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Keine Verbindung");

            context.setOffline(false);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Tarife", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
        }
    }

    @Test
    void aRevisionUnfoldsByKeyboard() {
        try (BrowserContext context = visitor(360, 780, true)) {
            Page page = open(context, "/organizations/heidelberg-university");
            page.locator(".history summary").first().focus();
            page.keyboard().press("Enter");

            assertThat(page.getByText("came into the directory").first()).isVisible();
        }
    }
}

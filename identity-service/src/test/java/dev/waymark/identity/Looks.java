package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of every page, on every screen and in both schemes. */
final class Looks {
    private static final List<Integer> WIDTHS = List.of(360, 768, 1280);

    /** Where pictures of all pages go, for people who would like to see them. */
    private static final @Nullable String PICTURES = System.getProperty("waymark.pictures");

    /** What a layout does wrong. What lies in a box that scrolls by itself may be wider than the screen. */
    private static final String FAULTS = """
            () => {
              const faults = [];
              const root = document.documentElement;
              if (root.scrollWidth > root.clientWidth) faults.push('the page scrolls sideways');
              const headings = document.querySelectorAll('h1').length;
              if (headings !== 1) faults.push(`${headings} headings of the first level`);
              for (const field of document.querySelectorAll('input:not([type="hidden"]), select, textarea')) {
                if (field.checkVisibility() && !field.labels.length) faults.push(`without a label: ${field.outerHTML}`);
              }
              for (const element of document.body.querySelectorAll('*')) {
                const { left, right, width } = element.getBoundingClientRect();
                if (width && (left < -1 || right > innerWidth + 1)) {
                  let box = element.parentElement;
                  while (box && getComputedStyle(box).overflowX === 'visible') box = box.parentElement;
                  if (!box) faults.push(`wider than the screen: ${element.outerHTML.slice(0, 120)}`);
                }
              }
              return faults;
            }
            """;

    /** Everything that axe knows, once; after that what depends on widths and colours. */
    private static final String AXE = """
            async everything => {
              const found = await axe.run(document, {
                resultTypes: ['violations'],
                ...(everything
                  ? { rules: { 'target-size': { enabled: true } } }
                  : { runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'] }),
              });
              return found.violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`);
            }
            """;

    private Looks() {}

    /** @param name of the page, for messages and pictures */
    static void areGood(Page page, String name) {
        page.evaluate(AxeBuilder.getAxeScript());
        boolean everything = true;
        for (int width : WIDTHS) {
            page.setViewportSize(width, 800);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                picture(page, "%s-%d-%s".formatted(name, width, scheme));
                assertThat((List<?>) page.evaluate(FAULTS))
                        .as("%s at %d", name, width)
                        .isEmpty();
                assertThat((List<?>) page.evaluate(AXE, everything))
                        .as("%s at %d, %s", name, width, scheme)
                        .isEmpty();
                everything = false;
            }
        }
    }

    private static void picture(Page page, String name) {
        if (PICTURES != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, name + ".png"))
                    .setFullPage(true));
        }
    }
}

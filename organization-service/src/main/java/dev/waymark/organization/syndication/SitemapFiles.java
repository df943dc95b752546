package dev.waymark.organization.syndication;

import dev.waymark.organization.syndication.SitemapReader.Extent;
import dev.waymark.organization.syndication.SitemapReader.Listed;
import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What crawlers may look at (RFC 9309), and what there is to look at (sitemaps.org, protocol 0.9). */
@RestController
class SitemapFiles {
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static final int PAGE = 1000;
    private static final int BUFFER = 64 * 1024;

    private final SitemapReader reader;
    private final RecentChanges changes;
    private final String origin;

    SitemapFiles(SitemapReader reader, RecentChanges changes, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.reader = reader;
        this.changes = changes;
        this.origin = origin;
    }

    /** Result lists are endless, and what is below /api and /dumps is for programs that were told of it. */
    @GetMapping("/robots.txt")
    void robots(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String rules = """
                User-agent: *
                Allow: /
                Disallow: /search?
                Disallow: /api/
                Disallow: /dumps/
                Disallow: /oauth2/

                Sitemap: %s/sitemap.xml
                """.formatted(origin);
        Answers.send(request, response, "text/plain;charset=UTF-8", rules.getBytes(StandardCharsets.UTF_8), null);
    }

    @GetMapping("/sitemap.xml")
    void index(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Instant lastChange = changes.last().orElse(null);
        byte[] index = XmlFile.document("sitemapindex", NAMESPACE, xml -> {
            entry(xml, "sitemap", "/sitemaps/pages.xml", lastChange);
            for (SitemapReader.Part part : reader.parts()) {
                entry(xml, "sitemap", "/sitemaps/organizations-" + part.number() + ".xml", part.lastChange());
            }
        });
        Answers.send(request, response, MediaType.APPLICATION_XML_VALUE, index, lastChange);
    }

    /** The pages that every site has. All but the plans show what the directory holds, and change with it. */
    @GetMapping("/sitemaps/pages.xml")
    void pages(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Instant lastChange = changes.last().orElse(null);
        byte[] pages = XmlFile.document("urlset", NAMESPACE, xml -> {
            for (String path : List.of("/", "/countries", "/kinds")) {
                entry(xml, "url", path, lastChange);
            }
            entry(xml, "url", "/plans", null);
        });
        Answers.send(request, response, MediaType.APPLICATION_XML_VALUE, pages, lastChange);
    }

    /** @throws Problem {@code not_found} */
    @GetMapping("/sitemaps/organizations-{number:[1-9][0-9]{0,5}}.xml")
    void organizations(@PathVariable int number, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Extent extent = reader.extent(number).orElseThrow(() -> StandardProblems.of(HttpStatus.NOT_FOUND));
        if (Answers.isKnown(request, response, extent.tag(), extent.lastChange())) {
            return;
        }
        response.setContentType(MediaType.APPLICATION_XML_VALUE);
        if (!request.getMethod().equals("HEAD")) {
            try (OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER)) {
                XmlFile.write(out, "urlset", NAMESPACE, xml -> list(extent, xml));
            }
        }
    }

    private void list(Extent extent, XmlFile xml) throws XMLStreamException {
        UUID last = null;
        List<Listed> page;
        do {
            page = reader.page(extent, last, PAGE);
            for (Listed organization : page) {
                entry(xml, "url", "/organizations/" + organization.slug(), organization.updatedAt());
                last = organization.id();
            }
        } while (page.size() == PAGE);
    }

    /** @param lastChange null when it is not known */
    private void entry(XmlFile xml, String element, String path, @Nullable Instant lastChange)
            throws XMLStreamException {
        xml.element(element, entry -> {
            entry.element("loc", origin + path);
            if (lastChange != null) {
                entry.element(
                        "lastmod", lastChange.truncatedTo(ChronoUnit.SECONDS).toString());
            }
        });
    }
}

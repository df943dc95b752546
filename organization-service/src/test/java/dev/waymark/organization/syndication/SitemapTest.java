package dev.waymark.organization.syndication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.organization.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@TestPropertySource(properties = {"waymark.sitemap.size=3", "waymark.sitemap.pause=PT0S"})
class SitemapTest extends ServiceTest {
    private static final String ORIGIN = "http://localhost:8080";
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

    @Test
    void theIndexLeadsToEveryListedOrganisationOnceWithItsTime() {
        create(profile(unique("Mapped University"), null));
        id(create(profile(unique("Mapped Withdrawn"), "\"status\":\"withdrawn\"")));
        String deleted = id(create(profile(unique("Mapped Deleted"), null)));
        write("DELETE", "/api/v1/organizations/" + deleted, "", "If-Match", "\"1\"");

        Map<String, String> listed = new LinkedHashMap<>();
        for (String child : children()) {
            Map<String, String> urls = entries(child, "urlset", "url");
            assertThat(urls).hasSizeBetween(1, 3);
            urls.forEach((url, time) -> assertThat(listed.put(url, time)).isNull());
        }

        Map<String, String> expected = new LinkedHashMap<>();
        sql.sql("""
                select slug, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                from organization where not deleted and status <> 'withdrawn' order by id
                """).query(row -> {
            expected.put(ORIGIN + "/organizations/" + row.getString(1), row.getString(2));
        });
        assertThat(listed).containsExactlyEntriesOf(expected);
    }

    @Test
    void aFileIsFullBeforeTheNextBeginsAndNobodyMovesToAnother() {
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(_ -> id(create(profile(unique("Settled School"), null))))
                .toList();
        Map<String, String> before = places(ids);
        assertThat(before).hasSize(7);

        write("DELETE", "/api/v1/organizations/" + ids.get(2), "", "If-Match", "\"1\"");
        create(profile(unique("Settled later"), null));

        Map<String, String> after = places(ids);
        before.remove(ids.get(2));
        assertThat(after).isEqualTo(before);
        assertThat(before.values().stream().distinct().count()).isBetween(3L, 4L);
    }

    @Test
    void aChildsTimeIsThatOfItsLatestChange() {
        String id = id(create(profile(unique("Timed Institute"), null)));
        String child = places(List.of(id)).get(id);
        sql.sql(
                        "update organization set updated_at = '2031-05-06 07:08:09.5Z', version = version + 1 where id = ?::uuid")
                .param(id)
                .update();
        try {
            assertThat(index().get(ORIGIN + child)).isEqualTo("2031-05-06T07:08:09Z");
        } finally {
            sql.sql("update organization set updated_at = now() where id = ?::uuid")
                    .param(id)
                    .update();
        }
    }

    @Test
    void isAnsweredAgainOnlyWhenSomethingChanged() {
        String id = id(create(profile(unique("Cached School"), null)));
        String last = children().getLast();
        for (String path : List.of("/sitemap.xml", "/sitemaps/pages.xml", last)) {
            HttpResponse<String> first = get(path);
            String etag = first.headers().firstValue("ETag").orElseThrow();
            assertThat(first.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/xml");
            assertThat(first.headers().firstValue("Last-Modified")).isPresent();
            assertThat(send(request(path).header("If-None-Match", etag)).statusCode())
                    .isEqualTo(304);
        }
        String etag = get(last).headers().firstValue("ETag").orElseThrow();

        write("DELETE", "/api/v1/organizations/" + id, "", "If-Match", "\"1\"");

        assertThat(send(request(last).header("If-None-Match", etag)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theFixedPagesAreListed() {
        create(profile(unique("Anybody"), null));

        assertThat(index()).containsKey(ORIGIN + "/sitemaps/pages.xml");
        assertThat(entries("/sitemaps/pages.xml", "urlset", "url"))
                .containsOnlyKeys(ORIGIN + "/", ORIGIN + "/countries", ORIGIN + "/kinds", ORIGIN + "/plans");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/sitemaps/organizations-0.xml", "/sitemaps/organizations-999999.xml", "/sitemaps/other.xml"})
    void aFileThatDoesNotExistIsNotFound(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void crawlersLearnWhereTheMapIsAndWhatToLeaveAlone() {
        HttpResponse<String> robots = get("/robots.txt");

        assertThat(robots.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(robots.body().lines())
                .startsWith("User-agent: *")
                .contains("Disallow: /search?", "Disallow: /api/", "Sitemap: " + ORIGIN + "/sitemap.xml")
                .noneMatch(line -> line.contains("/assets"));
    }

    /** In which file each of these organisations is; those that are in none are left out. */
    private Map<String, String> places(List<String> ids) {
        Map<String, String> slugs = new LinkedHashMap<>();
        for (String id : ids) {
            slugs.put(
                    ORIGIN + "/organizations/"
                            + sql.sql("select slug from organization where id = ?::uuid")
                                    .param(id)
                                    .query(String.class)
                                    .single(),
                    id);
        }
        Map<String, String> places = new LinkedHashMap<>();
        for (String child : children()) {
            for (String url : entries(child, "urlset", "url").keySet()) {
                String id = slugs.get(url);
                if (id != null) {
                    places.put(id, child);
                }
            }
        }
        return places;
    }

    /** Paths of the files of organisations. */
    private List<String> children() {
        List<String> paths = new ArrayList<>();
        index().keySet().stream()
                .filter(url -> url.startsWith(ORIGIN + "/sitemaps/organizations-"))
                .forEach(url -> paths.add(url.substring(ORIGIN.length())));
        return paths;
    }

    private Map<String, String> index() {
        return entries("/sitemap.xml", "sitemapindex", "sitemap");
    }

    /** Addresses and times of a file, in its order. */
    private Map<String, String> entries(String path, String root, String element) {
        Element document = parsed(get(path).body());
        assertThat(document.getLocalName()).isEqualTo(root);
        Map<String, String> entries = new LinkedHashMap<>();
        NodeList found = document.getElementsByTagNameNS(NAMESPACE, element);
        for (int at = 0; at < found.getLength(); at++) {
            Element entry = (Element) found.item(at);
            NodeList time = entry.getElementsByTagNameNS(NAMESPACE, "lastmod");
            entries.put(
                    entry.getElementsByTagNameNS(NAMESPACE, "loc").item(0).getTextContent(),
                    time.getLength() == 0 ? "" : time.item(0).getTextContent());
        }
        return entries;
    }

    static Element parsed(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + xml, e);
        }
    }
}

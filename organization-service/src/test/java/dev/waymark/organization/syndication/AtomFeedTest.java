package dev.waymark.organization.syndication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.organization.ServiceTest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class AtomFeedTest extends ServiceTest {
    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    @Test
    void saysInWordsWhatHappenedTheNewestFirst() {
        String name = unique("Feed & <Sons> 🌍");
        String created = id(create(profile(name, null)));
        String changed = id(create(profile(unique("Feed Changed"), null)));
        String deleted = id(create(profile(unique("Feed Deleted"), null)));
        String withdrawn = id(create(profile(unique("Feed Withdrawn"), "\"status\":\"withdrawn\"")));
        write(
                "PUT",
                "/api/v1/organizations/" + changed,
                profile(unique("Feed Changed"), "\"established\":1901"),
                "If-Match",
                "\"1\"");
        write("DELETE", "/api/v1/organizations/" + deleted, "", "If-Match", "\"1\"");

        List<Element> entries = entries(get("/feed.atom"));

        assertThat(entries.subList(0, 4).stream().map(entry -> text(entry, "id")))
                .containsExactly(
                        "urn:uuid:" + deleted + "#version-2",
                        "urn:uuid:" + changed + "#version-2",
                        "urn:uuid:" + withdrawn + "#version-1",
                        "urn:uuid:" + created + "#version-1");
        assertThat(entries.subList(0, 4).stream().map(entry -> text(entry, "title")))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("Deleted: Feed Deleted"),
                        title -> assertThat(title).startsWith("Changed: Feed Changed"),
                        title -> assertThat(title).startsWith("Withdrawn: Feed Withdrawn"),
                        title -> assertThat(title).isEqualTo("New: " + name));
        Element newest = entries.getFirst();
        assertThat(Instant.parse(text(newest, "updated"))).isBeforeOrEqualTo(Instant.now());
        assertThat(((Element) newest.getElementsByTagNameNS(NAMESPACE, "link").item(0)).getAttribute("href"))
                .startsWith("http://localhost:8080/organizations/feed-deleted-");
    }

    @Test
    void hasFiftyEntriesAndWhatEveryFeedNeeds() {
        IntStream.range(0, 51).forEach(_ -> create(profile(unique("Feed filling"), null)));

        HttpResponse<String> feed = get("/feed.atom");

        Element root = SitemapTest.parsed(feed.body());
        assertThat(feed.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/atom+xml");
        assertThat(entries(feed)).hasSize(50);
        assertThat(text(root, "id")).isEqualTo("http://localhost:8080/feed.atom");
        assertThat(text(root, "updated")).isEqualTo(text(entries(feed).getFirst(), "updated"));
        assertThat(root.getElementsByTagNameNS(NAMESPACE, "author").getLength()).isEqualTo(1);
    }

    @Test
    void isAnsweredAgainOnlyWhenSomethingChanged() {
        String id = id(create(profile(unique("Feed cached"), null)));
        String etag = get("/feed.atom").headers().firstValue("ETag").orElseThrow();

        assertThat(send(request("/feed.atom").header("If-None-Match", etag)).statusCode())
                .isEqualTo(304);
        write("DELETE", "/api/v1/organizations/" + id, "", "If-Match", "\"1\"");
        assertThat(send(request("/feed.atom").header("If-None-Match", etag)).statusCode())
                .isEqualTo(200);
    }

    private static List<Element> entries(HttpResponse<String> feed) {
        NodeList found = SitemapTest.parsed(feed.body()).getElementsByTagNameNS(NAMESPACE, "entry");
        List<Element> entries = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            entries.add((Element) found.item(at));
        }
        return entries;
    }

    private static String text(Element element, String child) {
        return element.getElementsByTagNameNS(NAMESPACE, child).item(0).getTextContent();
    }
}

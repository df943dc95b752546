package dev.waymark.organization.syndication;

import dev.waymark.organization.syndication.RecentChanges.Recent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The newest changes for feed readers (RFC 4287). */
@RestController
class AtomFeed {
    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";
    private static final String TYPE = "application/atom+xml";
    private static final String PATH = "/feed.atom";
    private static final int ENTRIES = 50;

    private final RecentChanges changes;
    private final String origin;

    AtomFeed(RecentChanges changes, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.changes = changes;
        this.origin = origin;
    }

    @GetMapping(PATH)
    void feed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Recent> newest = changes.newest(ENTRIES);
        // RFC 4287, section 4.2.15: a feed has a time even when it has no entries.
        Instant updated =
                newest.stream().map(Recent::at).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        byte[] feed = XmlFile.document("feed", NAMESPACE, xml -> {
            xml.element("id", origin + PATH);
            xml.element("title", "Waymark: what changed in the directory");
            xml.element("updated", updated.toString());
            xml.element("author", author -> author.element("name", "Waymark"));
            xml.empty("link", "rel", "self", "type", TYPE, "href", origin + PATH);
            xml.empty("link", "rel", "alternate", "type", "text/html", "href", origin + "/");
            for (Recent change : newest) {
                xml.element("entry", entry -> write(entry, change));
            }
        });
        Answers.send(request, response, TYPE, feed, updated);
    }

    private void write(XmlFile entry, Recent change) throws XMLStreamException {
        entry.element("id", "urn:uuid:" + change.id() + "#version-" + change.version());
        entry.element("title", heading(change) + ": " + change.name());
        entry.element("updated", change.at().toString());
        entry.empty(
                "link", "rel", "alternate", "type", "text/html", "href", origin + "/organizations/" + change.slug());
        entry.element("summary", sentence(change));
    }

    private static String heading(Recent change) {
        return switch (kind(change)) {
            case CREATED -> "New";
            case CHANGED -> "Changed";
            case WITHDRAWN -> "Withdrawn";
            case DELETED -> "Deleted";
        };
    }

    private static String sentence(Recent change) {
        return switch (kind(change)) {
            case CREATED -> change.name() + " was added to the directory.";
            case CHANGED ->
                "The entry of " + change.name() + " was changed; it is now at version " + change.version() + ".";
            case WITHDRAWN -> "The entry of " + change.name() + " is withdrawn: it was a duplicate or a mistake.";
            case DELETED -> change.name() + " was deleted from the directory.";
        };
    }

    private enum Kind {
        CREATED,
        CHANGED,
        WITHDRAWN,
        DELETED
    }

    private static Kind kind(Recent change) {
        if (change.deleted()) {
            return Kind.DELETED;
        }
        if (change.status().equals("withdrawn")) {
            return Kind.WITHDRAWN;
        }
        return change.version() == 1 ? Kind.CREATED : Kind.CHANGED;
    }
}

package dev.waymark.identity.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, before it is text or HTML.
 *
 * @param subject for the lock screen too: no code, and nothing of anybody's choosing
 * @param code null when it has none
 * @param button null when it leads nowhere
 * @param facts when, from which device and address
 * @param asides why it came, and what to do if it was not you
 */
public record MailContent(
        String subject,
        String heading,
        String greeting,
        List<String> paragraphs,
        @Nullable String code,
        @Nullable Button button,
        List<Fact> facts,
        List<String> asides,
        List<String> footer) {
    public MailContent {
        paragraphs = List.copyOf(paragraphs);
        facts = List.copyOf(facts);
        asides = List.copyOf(asides);
        footer = List.copyOf(footer);
    }

    /** A link to a page of the site. */
    public record Button(String label, String address) {}

    /** One line of what is known of an event. */
    public record Fact(String term, String value) {}

    /** For readers without HTML. */
    String toText() {
        List<String> blocks = new ArrayList<>();
        blocks.add(heading);
        blocks.add(greeting);
        blocks.addAll(paragraphs);
        if (code != null) {
            blocks.add("    " + code);
        }
        if (!facts.isEmpty()) {
            blocks.add(String.join(
                    "\n",
                    facts.stream()
                            .map(fact -> fact.term() + ": " + fact.value())
                            .toList()));
        }
        if (button != null) {
            blocks.add(button.label() + ":\n" + button.address());
        }
        blocks.addAll(asides);
        // What follows a line of two hyphens and a space is a signature (RFC 3676, section 4.3).
        blocks.add("-- \n" + String.join("\n", footer));
        return String.join("\n\n", blocks) + "\n";
    }
}

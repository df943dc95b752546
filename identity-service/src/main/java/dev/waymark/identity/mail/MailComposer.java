package dev.waymark.identity.mail;

import dev.waymark.identity.mail.MailContent.Button;
import dev.waymark.identity.mail.MailContent.Fact;
import dev.waymark.platform.pages.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Puts the values of a letter into the words of its kind. */
@Component
class MailComposer {
    private static final int MOST_NAME = 80;
    private static final int MOST_VALUE = 300;

    private final String origin;

    MailComposer(@Value("${PUBLIC_ORIGIN}") String origin) {
        this.origin = origin;
    }

    MailContent compose(MailKind kind, Letter letter) {
        Words words = Words.in(letter.language());
        Map<String, String> values = letter.values();
        Object[] arguments = kind.arguments().stream()
                .map(name -> argument(words, name, String.valueOf(values.get(name))))
                .toArray();
        String title = kind.title();
        List<String> asides = new ArrayList<>(words.paragraphs(title + ".why", arguments));
        asides.addAll(words.paragraphs(title + ".not-you", arguments));
        return new MailContent(
                words.get(title + ".subject"),
                words.get(title + ".heading", arguments),
                greeting(words, kind, values.get(Words.NAME)),
                words.paragraphs(title + ".text", arguments),
                kind.hasCode() ? legible(String.valueOf(values.get(Words.CODE))) : null,
                button(words, kind, letter),
                facts(words, values),
                asides,
                List.of(words.get("footer.site", origin), words.get("footer.automatic")));
    }

    private static String greeting(Words words, MailKind kind, @Nullable String name) {
        String readable = name == null ? "" : readable(name, MOST_NAME);
        // An address or a web address in it would be a link in most readers, of which people think that we have put it
        // there.
        boolean plain = readable.codePoints().noneMatch(c -> ".:/@<>".indexOf(c) >= 0);
        return kind.isByName() && plain && !readable.isEmpty()
                ? words.get("greeting.name", readable)
                : words.get("greeting");
    }

    /** A code as it is best typed: in two halves. */
    private static String legible(String code) {
        return code.matches("[0-9A-Z]{8}") ? code.substring(0, 4) + "-" + code.substring(4) : code;
    }

    private @Nullable Button button(Words words, MailKind kind, Letter letter) {
        String target = kind.button();
        if (target == null) {
            return null;
        }
        String path = target.equals(Words.LINK)
                ? String.valueOf(letter.values().get(Words.LINK))
                : letter.language().path(target);
        return new Button(words.get(kind.title() + ".button"), path.startsWith("/") ? origin + path : path);
    }

    private static List<Fact> facts(Words words, Map<String, String> values) {
        List<Fact> facts = new ArrayList<>();
        add(facts, words, values, "when", when -> moment(words, when));
        add(facts, words, values, "device", device -> device);
        add(facts, words, values, "address", address -> address);
        return facts;
    }

    private static void add(
            List<Fact> facts, Words words, Map<String, String> values, String name, UnaryOperator<String> shown) {
        String value = readable(values.getOrDefault(name, ""), MOST_VALUE);
        if (!value.isEmpty()) {
            facts.add(new Fact(words.get("fact." + name), shown.apply(value)));
        }
    }

    private static Object argument(Words words, String name, String value) {
        return switch (name) {
            case "left" -> value.matches("[0-9]{1,9}") ? Long.valueOf(value) : value;
            case "day" -> day(words, value);
            case "factor" -> words.has("factor." + value) ? words.get("factor." + value) : readable(value, MOST_VALUE);
            default -> readable(value, MOST_VALUE);
        };
    }

    private static String moment(Words words, String value) {
        try {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                            .withLocale(words.language().locale())
                            .format(Instant.parse(value).atOffset(ZoneOffset.UTC))
                    + " UTC";
        } catch (DateTimeParseException _) {
            return value;
        }
    }

    private static String day(Words words, String value) {
        Texts texts = Texts.in(words.language());
        try {
            return texts.day(
                    value.contains("T")
                            ? Instant.parse(value)
                            : LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return readable(value, MOST_VALUE);
        }
    }

    /** On one line, without what cannot be seen or turns the direction of writing. */
    private static String readable(String text, int most) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
    }
}

package dev.waymark.identity.mail;

import dev.waymark.platform.pages.Language;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What makes a mail of a kind one person's.
 *
 * @param to the address, as its owner writes it
 * @param values what the mail's words need, by name
 */
record Letter(String to, Language language, Map<String, String> values) {
    private static final JsonMapper json = JsonMapper.builder().build();

    Letter {
        values = Map.copyOf(values);
    }

    byte[] toBytes() {
        return json.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }

    static Letter of(byte[] bytes) {
        return json.readValue(new String(bytes, StandardCharsets.UTF_8), Letter.class);
    }

    /** It holds an address and codes: it is in no log. */
    @Override
    public String toString() {
        return "Letter[…]";
    }
}

package dev.waymark.identity.accounts;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can be sent to, and by which people are known.
 *
 * @param text as its owner writes it
 * @param key what addresses are compared by: without regard to case (no mail provider that people use tells accounts apart by it), the
 *     domain in its ASCII form (RFC 5890)
 */
public record EmailAddress(String text, String key) {
    /** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
    public static final int MOST_CHARACTERS = 254;
    /** RFC 5321, section 4.5.3.1.1. */
    private static final int MOST_LOCAL_CHARACTERS = 64;
    /** What the HTML standard takes for an address, with letters of all scripts (RFC 6531) and a dot in the domain. */
    private static final Pattern FORM = Pattern.compile(
            "[\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@(?:[\\p{L}\\p{M}\\p{N}-]+\\.)+[\\p{L}\\p{M}\\p{N}-]{2,}");

    /** @return empty when this is no address */
    public static Optional<EmailAddress> of(String typed) {
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (text.length() > MOST_CHARACTERS
                || at > MOST_LOCAL_CHARACTERS
                || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            String domain = IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            String key = (text.substring(0, at) + "@" + domain).toLowerCase(Locale.ROOT);
            return Optional.of(new EmailAddress(text, key));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** An address is personal: it is in no log. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}

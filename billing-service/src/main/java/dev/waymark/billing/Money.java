package dev.waymark.billing;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * An amount of money.
 *
 * @param minor in the currency's smallest unit, such as cents; not negative
 * @param currency ISO 4217
 */
record Money(long minor, String currency) {
    Money {
        if (minor < 0) {
            throw new IllegalArgumentException("an amount is not negative");
        }
        Currency.getInstance(currency);
    }

    boolean free() {
        return minor == 0;
    }

    /** For people: {@code €19} or {@code 19,50 €}, as is usual there; a whole amount has no decimals. */
    String shown(Locale locale) {
        Currency unit = Currency.getInstance(currency);
        BigDecimal amount = BigDecimal.valueOf(minor, unit.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(unit);
        int decimals = amount.stripTrailingZeros().scale() <= 0 ? 0 : unit.getDefaultFractionDigits();
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(amount);
    }
}

package dev.waymark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void anAmountIsShownInItsCurrency() {
        assertThat(new Money(1900, "EUR").shown(Locale.UK)).isEqualTo("€19");
        assertThat(new Money(1950, "EUR").shown(Locale.UK)).isEqualTo("€19.50");
        assertThat(new Money(123_456, "USD").shown(Locale.UK)).isEqualTo("US$1,234.56");
        assertThat(new Money(500, "JPY").shown(Locale.UK)).isEqualTo("JP¥500");
        assertThat(new Money(1950, "EUR").shown(Locale.GERMANY)).isEqualTo("19,50\u00a0€");
    }

    @Test
    void thereIsNoNegativePriceAndNoUnknownCurrency() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1, "EUR"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(1, "XQQ"));
    }
}

package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.Visitor;
import java.util.Optional;

/**
 * A form in which somebody who is not signed in types an address: a parameter of controllers.
 *
 * @param email as it is typed; empty until it is
 * @param continueTo where it leads in the end, a path of this site
 */
record AddressForm(String email, String continueTo, Exchange exchange) {
    /** Empty when what was typed is none. */
    Optional<EmailAddress> address() {
        return EmailAddress.of(email);
    }

    Visitor visitor() {
        return exchange.visitor();
    }

    /** The same with another address in it. */
    AddressForm with(String other) {
        return new AddressForm(other, continueTo, exchange);
    }
}

package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.Visitor;
import java.util.UUID;

/**
 * What a browser says on the page of a mailed code: a parameter of controllers.
 *
 * @param id what the code is shown with
 * @param typed empty while the page is looked at only
 * @param continueTo where it leads in the end, a path of this site
 */
public record TypedCode(UUID id, String typed, String continueTo, Exchange exchange) {
    public Visitor visitor() {
        return exchange.visitor();
    }

    /** The same where all leads to one place, whatever the browser says. */
    public TypedCode leadingTo(String path) {
        return new TypedCode(id, typed, path, exchange);
    }
}

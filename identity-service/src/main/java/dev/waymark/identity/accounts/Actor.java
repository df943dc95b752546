package dev.waymark.identity.accounts;

import dev.waymark.identity.browser.Visitor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, and from where.
 *
 * @param kind what the audit log calls him
 * @param id the account that acts; null when that is the account acted upon, or no account at all
 * @param visitor the browser; null when there is none
 */
public record Actor(Kind kind, @Nullable UUID id, @Nullable Visitor visitor) {
    /** Kinds of actors. */
    public enum Kind {
        /** The owner of the account, or whoever pretends to be. */
        PERSON,
        STAFF,
        /** Somebody with a shell on the server. */
        OPERATOR,
        /** The service by itself. */
        SYSTEM
    }

    public static Actor person(Visitor visitor) {
        return new Actor(Kind.PERSON, null, visitor);
    }

    public static Actor staff(UUID account, Visitor visitor) {
        return new Actor(Kind.STAFF, account, visitor);
    }

    public static Actor operator() {
        return new Actor(Kind.OPERATOR, null, null);
    }

    public static Actor system() {
        return new Actor(Kind.SYSTEM, null, null);
    }
}

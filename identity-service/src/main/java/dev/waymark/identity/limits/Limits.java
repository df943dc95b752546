package dev.waymark.identity.limits;

import org.springframework.stereotype.Component;

/** Counts attempts. */
@Component
public class Limits {
    /**
     * Counts one attempt.
     *
     * @param subject what is counted: {@link dev.waymark.identity.browser.Visitor#address()}, an account's id, or the key of an address
     * @throws dev.waymark.platform.web.Problem 429 with Retry-After when it is one too many, which is not counted
     */
    public void take(Limit limit, String subject) {}

    /** Takes an attempt back that was counted in advance and turned out to be a success. */
    public void giveBack(Limit limit, String subject) {}
}

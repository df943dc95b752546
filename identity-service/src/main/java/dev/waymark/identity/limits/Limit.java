package dev.waymark.identity.limits;

import java.time.Duration;

/**
 * How often something may be done within a time, by one visitor or to one account: at any moment, no more than so many in the time that
 * lies behind. Those whose name ends in {@code _BY_ADDRESS} count an IP address, or the IPv6 network of 64 bits that it is in.
 */
public enum Limit {
    LOGIN_BY_ADDRESS(30, Duration.ofMinutes(1)),
    FAILED_LOGIN_BY_ADDRESS(10, Duration.ofMinutes(1)),
    FAILED_LOGIN_BY_ACCOUNT(5, Duration.ofMinutes(5)),
    SIGN_UP_BY_ADDRESS(20, Duration.ofMinutes(1)),
    RESET_BY_ADDRESS(20, Duration.ofMinutes(1)),
    RESET_BY_ACCOUNT(5, Duration.ofMinutes(1)),
    CHANGE_PASSWORD(5, Duration.ofMinutes(1)),
    MANAGE_ADDRESSES(10, Duration.ofMinutes(1)),
    REAUTHENTICATE(10, Duration.ofMinutes(1)),
    /** A code that is mailed to one address. */
    CODE(1, Duration.ofSeconds(10)),
    /** Whatever somebody makes us mail to one address. */
    MAILS_TO(12, Duration.ofHours(1)),
    /** Whatever one visitor makes us mail to anybody. */
    MAILS_BY_ADDRESS(100, Duration.ofHours(1));

    private final int most;
    private final Duration window;

    Limit(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    int most() {
        return most;
    }

    Duration window() {
        return window;
    }

    boolean isByAddress() {
        return name().endsWith("_BY_ADDRESS");
    }
}

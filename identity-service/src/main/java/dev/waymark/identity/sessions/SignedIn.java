package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.Account;

/** Who asks: a parameter of controllers that are for people who are signed in. Others are sent to sign in first. */
public record SignedIn(LoginSession session, Account account) {}

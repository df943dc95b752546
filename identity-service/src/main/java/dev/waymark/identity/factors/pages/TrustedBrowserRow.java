package dev.waymark.identity.factors.pages;

import java.time.Instant;

/** @param name such as {@code Firefox, Linux} */
public record TrustedBrowserRow(String name, String address, Instant trustedAt, Instant endsAt) {}

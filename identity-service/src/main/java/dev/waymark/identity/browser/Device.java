package dev.waymark.identity.browser;

import java.util.List;
import java.util.Locale;

/** What a browser says that it is, in words that its owner knows. A guess that decides nothing. */
public final class Device {
    private record Sign(String token, String name) {}

    /** The first that fits: Edge and Opera say that they are Chrome, and Chrome that it is Safari. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("edg", "Edge"),
            new Sign("opr/", "Opera"),
            new Sign("samsungbrowser", "Samsung Internet"),
            new Sign("firefox", "Firefox"),
            new Sign("fxios", "Firefox"),
            new Sign("headlesschrome", "Chrome"),
            new Sign("crios", "Chrome"),
            new Sign("chromium", "Chromium"),
            new Sign("chrome", "Chrome"),
            new Sign("safari", "Safari"),
            new Sign("curl", "curl"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iphone", "iPhone"),
            new Sign("ipad", "iPad"),
            new Sign("android", "Android"),
            new Sign("windows", "Windows"),
            new Sign("cros", "ChromeOS"),
            new Sign("mac os", "macOS"),
            new Sign("linux", "Linux"));

    private Device() {}

    /** @return such as {@code Firefox, Linux}; empty when nothing is known */
    public static String describe(String userAgent) {
        String lower = userAgent.toLowerCase(Locale.ROOT);
        String browser = first(BROWSERS, lower);
        String system = first(SYSTEMS, lower);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }

    private static String first(List<Sign> signs, String lower) {
        return signs.stream()
                .filter(sign -> lower.contains(sign.token()))
                .map(Sign::name)
                .findFirst()
                .orElse("");
    }
}

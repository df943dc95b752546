package dev.waymark.identity.factors;

import java.util.List;

/** What people call a browser, by what it says of itself: good enough to know one's own again. */
public final class BrowserName {
    private record Sign(String inUserAgent, String name) {}

    /** The order matters: most browsers claim to be others as well. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("Edg", "Edge"),
            new Sign("OPR/", "Opera"),
            new Sign("SamsungBrowser/", "Samsung Internet"),
            new Sign("Firefox/", "Firefox"),
            new Sign("FxiOS/", "Firefox"),
            new Sign("CriOS/", "Chrome"),
            new Sign("Chrome/", "Chrome"),
            new Sign("Safari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iPhone", "iPhone"),
            new Sign("iPad", "iPad"),
            new Sign("Android", "Android"),
            new Sign("CrOS", "ChromeOS"),
            new Sign("Windows", "Windows"),
            new Sign("Macintosh", "macOS"),
            new Sign("Linux", "Linux"));

    private BrowserName() {}

    /** @return such as {@code Firefox, Linux}; empty when it says nothing that we know */
    public static String of(String userAgent) {
        String browser = find(BROWSERS, userAgent);
        String system = find(SYSTEMS, userAgent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }

    private static String find(List<Sign> signs, String userAgent) {
        return signs.stream()
                .filter(sign -> userAgent.contains(sign.inUserAgent()))
                .map(Sign::name)
                .findFirst()
                .orElse("");
    }
}

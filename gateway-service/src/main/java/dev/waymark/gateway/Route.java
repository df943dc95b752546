package dev.waymark.gateway;

import dev.waymark.platform.pages.Language;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the table of public paths.
 *
 * @param name the name in metrics, of its bulkhead and of its log lines
 * @param paths patterns as Spring's {@code PathPattern} has them
 * @param service who answers
 * @param concurrency requests that may be under way at once; one more is refused at once, so that a service that hangs, or readers
 *     that dawdle over a long answer, hold a part of the gateway and never all of it
 */
record Route(String name, List<String> paths, Service service, int concurrency) {
    private static final int USUAL = 200;
    private static final int LARGE_ANSWERS = 32;
    private static final int LONG_ANSWERS = 8;

    /**
     * Every path that is open to the public, beside the gateway's own. {@code docs/paths.md} shows the same to readers, and a test
     * holds the two against each other. The first line that matches decides.
     */
    static final List<Route> TABLE = List.of(
            pages("search-pages", Service.SEARCH, "/", "/search"),
            pages("landing-pages", Service.SEARCH, "/countries/**", "/kinds/**"),
            new Route("search-api", List.of("/api/v1/search", "/api/v1/search/openapi.json"), Service.SEARCH, USUAL),
            pages("organization-pages", Service.ORGANIZATION, "/organizations/**"),
            new Route(
                    "organization-export", List.of("/api/v1/organizations/export"), Service.ORGANIZATION, LONG_ANSWERS),
            new Route("organization-api", List.of("/api/v1/organizations/**"), Service.ORGANIZATION, USUAL),
            pages("plan-pages", Service.BILLING, "/plans"),
            new Route("changes", List.of("/api/v1/changes"), Service.ORGANIZATION, LARGE_ANSWERS),
            new Route("dumps", List.of("/dumps/**"), Service.ORGANIZATION, LARGE_ANSWERS),
            new Route("sitemap", List.of("/sitemap.xml", "/sitemaps/**"), Service.ORGANIZATION, LONG_ANSWERS),
            new Route("crawler-rules", List.of("/robots.txt"), Service.ORGANIZATION, USUAL),
            new Route("atom-feed", List.of("/feed.atom"), Service.ORGANIZATION, USUAL),
            new Route("plan-api", List.of("/api/v1/plans", "/api/v1/plans/openapi.json"), Service.BILLING, USUAL),
            pages("login-pages", Service.IDENTITY, "/login/**", "/logout", "/sign-up/**", "/reset/**"),
            pages("account-pages", Service.IDENTITY, "/account/**", "/admin/**"),
            new Route("change-password", List.of("/.well-known/change-password"), Service.IDENTITY, USUAL),
            new Route(
                    "tokens",
                    List.of(
                            "/oauth2/**",
                            "/.well-known/openid-configuration",
                            "/.well-known/oauth-authorization-server"),
                    Service.IDENTITY,
                    USUAL));

    /** Pages have an address in each language. */
    private static Route pages(String name, Service service, String... paths) {
        return new Route(
                name,
                Stream.of(Language.values())
                        .flatMap(language -> Stream.of(paths).map(language::path))
                        .toList(),
                service,
                USUAL);
    }
}

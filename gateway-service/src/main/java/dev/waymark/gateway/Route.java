package dev.waymark.gateway;

import java.util.List;

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
    private static final int LONG_ANSWERS = 8;

    /**
     * Every path that is open to the public, beside the gateway's own. {@code docs/paths.md} shows the same to readers, and a test
     * holds the two against each other. The first line that matches decides.
     */
    static final List<Route> TABLE = List.of(
            new Route("search-pages", List.of("/", "/search"), Service.SEARCH, USUAL),
            new Route("search-api", List.of("/api/v1/search", "/api/v1/search/openapi.json"), Service.SEARCH, USUAL),
            new Route("organization-pages", List.of("/organizations/**"), Service.ORGANIZATION, USUAL),
            new Route(
                    "organization-export", List.of("/api/v1/organizations/export"), Service.ORGANIZATION, LONG_ANSWERS),
            new Route("organization-api", List.of("/api/v1/organizations/**"), Service.ORGANIZATION, USUAL),
            new Route("plan-pages", List.of("/plans"), Service.BILLING, USUAL),
            new Route("plan-api", List.of("/api/v1/plans", "/api/v1/plans/openapi.json"), Service.BILLING, USUAL),
            new Route(
                    "tokens",
                    List.of(
                            "/oauth2/**",
                            "/.well-known/openid-configuration",
                            "/.well-known/oauth-authorization-server"),
                    Service.IDENTITY,
                    USUAL));
}

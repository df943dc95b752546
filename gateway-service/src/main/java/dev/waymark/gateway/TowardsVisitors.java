package dev.waymark.gateway;

import java.util.Locale;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/** The headers of a service's answer that a visitor gets. */
@Component
@ConditionalOnWebApplication
class TowardsVisitors implements ResponseHttpHeadersFilter, Ordered {
    private static final Set<String> KEPT_BACK = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "server",
            "x-powered-by",
            "date",
            "strict-transport-security",
            "ratelimit",
            "ratelimit-policy",
            "waymark-form-action");

    private final SecurityHeaders security;

    TowardsVisitors(SecurityHeaders security) {
        this.security = security;
    }

    @Override
    public HttpHeaders apply(HttpHeaders input, ServerResponse response) {
        Set<String> ours = security.all().keySet();
        HttpHeaders output = new HttpHeaders();
        input.forEach((name, values) -> {
            if (!KEPT_BACK.contains(name.toLowerCase(Locale.ROOT))
                    && ours.stream().noneMatch(name::equalsIgnoreCase)) {
                output.put(name, values);
            }
        });
        return output;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}

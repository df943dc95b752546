package dev.waymark.gateway;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;

import java.net.URI;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Makes the table of public paths work. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Routes {
    @Bean
    RouterFunction<ServerResponse> publicPaths(Environment environment, Guards guards) {
        return Route.TABLE.stream()
                .map(line -> route(line.name())
                        .route(matches(line), http())
                        .before(uri(URI.create(
                                environment.getRequiredProperty(line.service().setting()))))
                        .before(request -> {
                            request.attributes().put(ServiceExchange.ROUTE, line);
                            return request;
                        })
                        .filter(guards.of(line))
                        .build())
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RequestPredicate matches(Route line) {
        return line.paths().stream()
                .map(RequestPredicates::path)
                .reduce(RequestPredicate::or)
                .orElseThrow();
    }
}

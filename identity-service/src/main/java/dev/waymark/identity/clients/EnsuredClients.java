package dev.waymark.identity.clients;

import dev.waymark.platform.command.ConditionalOnServing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes the clients that the site itself needs, before the service says that it is ready. */
@Component
@ConditionalOnServing
class EnsuredClients implements ApplicationRunner {
    private final Clients clients;
    private final String origin;
    private final String gatewaySecret;
    private final String searchIndexerSecret;

    EnsuredClients(
            Clients clients,
            @Value("${PUBLIC_ORIGIN}") String origin,
            @Value("${GATEWAY_CLIENT_SECRET}") String gatewaySecret,
            @Value("${SEARCH_INDEXER_CLIENT_SECRET}") String searchIndexerSecret) {
        this.clients = clients;
        this.origin = origin;
        this.gatewaySecret = gatewaySecret;
        this.searchIndexerSecret = searchIndexerSecret;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        clients.ensureOperator();
        clients.ensureGateway(origin, gatewaySecret);
        clients.ensureSearchIndexer(searchIndexerSecret);
    }
}

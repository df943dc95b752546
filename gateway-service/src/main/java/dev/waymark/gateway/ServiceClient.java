package dev.waymark.gateway;

import io.micrometer.core.instrument.binder.httpcomponents.hc5.ObservationExecChainHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/**
 * The connections to the services. Apache's client and not the JDK's: its read timeout bounds each wait for bytes and not the whole
 * answer, so that an export may take minutes and a service that hangs only seconds; and it reads on the thread that writes.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ServiceClient {
    @Bean
    CloseableHttpClient serviceHttpClient(
            ObservationRegistry observations,
            @Value("${waymark.gateway.connect-timeout-millis}") long connectMillis,
            @Value("${waymark.gateway.read-timeout-millis}") long readMillis) {
        int most = Route.TABLE.stream().mapToInt(Route::concurrency).sum();
        Timeout read = Timeout.ofMilliseconds(readMillis);
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                // Per service without a lock that all share; bulkheads bound the number.
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(most)
                .setMaxConnTotal(most)
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(read)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofMilliseconds(connectMillis))
                        .setSocketTimeout(read)
                        // A service that was restarted has closed what the pool still holds.
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        // Shorter than the 20 s after which a service closes a connection that nobody uses.
                        .setIdleTimeout(Timeout.ofSeconds(10))
                        .build())
                .build();
        HttpClientBuilder client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(1, TimeUnit.SECONDS)
                        .setResponseTimeout(read)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .build())
                .disableContentCompression()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .addRequestInterceptorLast((request, _, _) -> request.removeHeaders(HttpHeaders.UPGRADE));
        client.addExecInterceptorAfter(
                ChainElement.PROTOCOL.name(), "observation", new ObservationExecChainHandler(observations));
        return client.build();
    }
}

package dev.waymark.search.reconcile;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A call of another service that must succeed. */
final class Calls {
    private Calls() {}

    /** @throws OwnerUnavailableException when there is no answer in time, or one that is no success */
    static <T> HttpResponse<T> send(HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws InterruptedException {
        try {
            HttpResponse<T> response = http.send(request, body);
            if (response.statusCode() >= 300) {
                throw new OwnerUnavailableException(
                        request.uri().getPath() + " answers with status " + response.statusCode());
            }
            return response;
        } catch (IOException e) {
            throw new OwnerUnavailableException(request.uri() + " does not answer", e);
        }
    }
}

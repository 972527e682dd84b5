package dev.usher.embedded.broker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;

/**
 * Posts webhooks to a backend.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/#security">Webhooks, security</a>
 */
final class WebhookClient {

    /** What Pusher's support gives a backend for its answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final HttpClient http;
    private final URI uri;
    private final String key;

    WebhookClient(Vertx vertx, URI uri, String key) {
        this.http = vertx.createHttpClient();
        this.uri = uri;
        this.key = key;
    }

    /** @return the status of the answer; fails if there is none in time */
    Future<Integer> post(SignedWebhook webhook) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(TIMEOUT.toMillis())
                .setIdleTimeout(TIMEOUT.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Pusher-Key", key)
                .putHeader("X-Pusher-Signature", webhook.signature());
        return http.request(options).compose(request -> send(request, webhook)).map(HttpClientResponse::statusCode);
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, SignedWebhook webhook) {
        return request.send(webhook.body());
    }
}

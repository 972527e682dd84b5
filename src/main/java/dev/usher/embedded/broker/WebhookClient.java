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
    private final RequestOptions target;

    /** @throws RuntimeException if the URI is none that can be posted to */
    WebhookClient(Vertx vertx, URI uri, String key) {
        this.http = vertx.createHttpClient();
        this.target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(TIMEOUT.toMillis())
                .setIdleTimeout(TIMEOUT.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Pusher-Key", key);
    }

    /** @return the status of the answer; fails if there is none in time */
    Future<Integer> post(SignedWebhook webhook) {
        RequestOptions options = new RequestOptions(target).putHeader("X-Pusher-Signature", webhook.signature());
        return request(options).compose(request -> request.send(webhook.body())).map(HttpClientResponse::statusCode);
    }

    /** Fails rather than throws after the client has been closed, which happens when the process ends. */
    private Future<HttpClientRequest> request(RequestOptions options) {
        return Future.succeededFuture(options).compose(http::request);
    }
}

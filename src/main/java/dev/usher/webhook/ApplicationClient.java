package dev.usher.webhook;

import dev.usher.http.Endpoint;
import dev.usher.http.Exchange;
import dev.usher.http.Untraced;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Carries webhooks to the application over connections that are kept open. Follows no redirect. */
@Singleton
class ApplicationClient {

    /** Nobody waits for longer; and beyond some weeks, Vert.x's milliseconds no longer fit. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final HttpClient client;
    private final Duration timeout;

    ApplicationClient(Vertx vertx, WebhookConfig config) {
        this.timeout = config.forward().timeout();
        int connections = config.forward().connections();
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("Set usher.webhook.forward.timeout to 1ms or more, and at most 24h.");
        }
        if (connections < 1) {
            throw new ConfigurationException("Set usher.webhook.forward.connections to 1 or more.");
        }
        this.client = vertx.createHttpClient(
                Untraced.options().setConnectTimeout(Math.toIntExact(timeout.toMillis())),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /**
     * Posts a webhook as it came.
     *
     * @return the status of the answer; what else the application says is read to its end and dropped
     */
    Uni<Integer> post(Endpoint url, Envelope envelope) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.reveal())
                .setConnectTimeout(timeout.toMillis());
        copy(envelope, options, Envelope.KEY);
        copy(envelope, options, Envelope.SIGNATURE);
        copy(envelope, options, Envelope.CONTENT_TYPE);
        Buffer body = Buffer.buffer(envelope.body());
        return client.request(options)
                .flatMap(request ->
                        Exchange.of(request, sending -> sending.send(body), ApplicationClient::status, timeout));
    }

    private static void copy(Envelope envelope, RequestOptions options, String header) {
        envelope.header(header).ifPresent(value -> options.putHeader(header, value));
    }

    private static Uni<Integer> status(HttpClientResponse response) {
        return response.end().replaceWith(response.statusCode());
    }

    @PreDestroy
    void close() {
        client.closeAndForget();
    }
}

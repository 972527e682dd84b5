package dev.usher.webhook;

import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import dev.usher.webhook.Recipient.Delivery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /pusher/webhook}: where the Channels server tells what happened.
 *
 * <p>Takes {@code {"time_ms", "events":[{"name", …}]}} with the headers {@code X-Pusher-Key} and
 * {@code X-Pusher-Signature}, and answers {@code 200} with <code>{}</code> once everybody who is to have the webhook has
 * it. Open to everyone: what shows that a caller may call is the signature, not a token.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
@Path("/pusher/webhook")
@PermitAll
public final class WebhookResource {

    private static final Logger LOG = Logger.getLogger(WebhookResource.class);

    /**
     * Pusher gives no limit for a batch. This holds 50 client events of 10 KB of data each, every other byte of which
     * is written as a JSON escape; and it bounds what everybody may have Usher compute a signature over.
     */
    static final int MAX_BODY = 1024 * 1024;

    private final Supplier<WebhookKeys> keys;
    private final TimeWindow window;
    private final Deliveries deliveries;

    WebhookResource(Supplier<WebhookKeys> keys, TimeWindow window, Deliveries deliveries) {
        this.keys = keys;
        this.window = window;
        this.deliveries = deliveries;
    }

    @POST
    public Uni<RestResponse<Map<String, String>>> receive(@Context HttpServerRequest request) {
        return RequestBody.read(request, MAX_BODY)
                .map(body -> open(request, body))
                .flatMap(deliveries::deliver)
                .map(outcome -> outcome.fold(WebhookResource::acknowledge, problem -> {
                    throw problem.asException();
                }));
    }

    /** Nothing is parsed before it is known to come from the Channels server. */
    private Delivery open(HttpServerRequest request, RequestBody body) {
        Envelope envelope = new Envelope(request.headers(), body.bytes());
        keys.get().verify(envelope);
        Webhook webhook = WebhookReader.read(body.json());
        window.check(webhook);
        LOG.debugf("A webhook of %d events", webhook.events().size());
        return new Delivery(envelope, webhook);
    }

    private static RestResponse<Map<String, String>> acknowledge() {
        return JsonAnswer.ok(Map.of());
    }
}

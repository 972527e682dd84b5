package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.signing.Signer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what happens within a moment into one webhook, signs it and has it delivered.
 *
 * <p>Everything is sent at once. Pusher holds {@code channel_vacated} and {@code member_removed} back for up to three
 * seconds, and forgets them when the client comes back meanwhile; a backend that copes with the one copes with the other.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
final class WebhookSender implements Webhooks {

    /** Pusher's own window and size of a batch. */
    static final Duration BATCH_WINDOW = Duration.ofMillis(250);

    static final int MAX_BATCH = 20;

    private final Signer signer;
    private final Clock clock;
    private final Timer timer;
    private final WebhookDelivery delivery;

    /** What waits for the end of the window. Guarded by this, for connections live on different event loops. */
    private final List<WebhookEvent> batch = new ArrayList<>();

    /** How many were sent. */
    private int batches;

    /** Sends to a backend by HTTP. */
    static WebhookSender to(URI uri, String key, Signer signer, Clock clock, Vertx vertx) {
        Timer timer = (delay, action) -> vertx.setTimer(delay.toMillis(), fired -> action.run());
        WebhookClient client = new WebhookClient(vertx, uri, key);
        return new WebhookSender(signer, clock, timer, new WebhookDelivery(clock, timer, client::post));
    }

    WebhookSender(Signer signer, Clock clock, Timer timer, WebhookDelivery delivery) {
        this.signer = signer;
        this.clock = clock;
        this.timer = timer;
        this.delivery = delivery;
    }

    @Override
    public synchronized void tell(WebhookEvent event) {
        if (event.isToldOnce() && batch.contains(event)) {
            return;
        }
        batch.add(event);
        if (batch.size() == MAX_BATCH) {
            flush();
        } else if (batch.size() == 1) {
            int begun = batches;
            timer.after(BATCH_WINDOW, () -> end(begun));
        }
    }

    /** Ends the window of a batch, unless it was full before. */
    private synchronized void end(int begun) {
        if (begun == batches) {
            flush();
        }
    }

    private void flush() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("time_ms", clock.millis());
        ArrayNode events = body.putArray("events");
        batch.forEach(event -> events.add(event.json()));
        batch.clear();
        batches++;
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        delivery.deliver(new SignedWebhook(Buffer.buffer(bytes), signer.signWebhook(bytes)));
    }
}

package dev.usher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import dev.usher.webhook.WebhookEvent;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;

/** Observes webhooks, as an application would, and remembers the last of them for the demo page. */
@Singleton
@UnlessBuildProfile("prod")
final class DevWebhooks {

    /** More than a page shows. */
    static final int REMEMBERED = 50;

    /** Writes the record of an event as its kind and its fields, under the names that they have in a webhook. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(ChannelName.class, ToStringSerializer.instance)
                    .addSerializer(EventName.class, ToStringSerializer.instance)
                    .addSerializer(SocketId.class, ToStringSerializer.instance))
            .build();

    private static final NamingBase KIND = new SnakeCaseStrategy();

    private final Deque<JsonNode> last = new ArrayDeque<>();
    private final BroadcastProcessor<JsonNode> live = BroadcastProcessor.create();

    synchronized void remember(@ObservesAsync WebhookEvent event) {
        JsonNode json = JsonNodeFactory.instance
                .objectNode()
                .put("time_ms", System.currentTimeMillis())
                .set("event", json(event));
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(json);
        live.onNext(json);
    }

    /** The events that are remembered, and then each as it comes; fails for whoever lags too far behind. */
    Multi<JsonNode> events() {
        return Multi.createFrom().<JsonNode>emitter(this::follow, 2 * REMEMBERED);
    }

    /** Under the lock, so that none falls between those that are remembered and those that come. */
    private synchronized void follow(MultiEmitter<? super JsonNode> follower) {
        last.forEach(follower::emit);
        Cancellable following = live.subscribe().with(follower::emit, follower::fail);
        follower.onTermination(following::cancel);
    }

    private static JsonNode json(WebhookEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        // The kind is called like the class; an unknown one has its own name among its fields.
        json.put("name", KIND.translate(event.getClass().getSimpleName()));
        return json.setAll((ObjectNode) JSON.valueToTree(event));
    }
}

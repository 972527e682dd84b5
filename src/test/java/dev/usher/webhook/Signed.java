package dev.usher.webhook;

import dev.usher.request.JsonFields;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Vectors;
import dev.usher.webhook.Recipient.Delivery;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Webhooks that are genuine. */
final class Signed {

    static final Signer SIGNER = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));

    private Signed() {}

    static WebhookKeys keys(String... further) {
        return new WebhookKeys(Vectors.KEY, SIGNER, List.of(further));
    }

    static String signature(String body) {
        return SIGNER.signWebhook(body.getBytes(StandardCharsets.UTF_8));
    }

    static Envelope envelope(String body) {
        return envelope(Vectors.KEY, signature(body), body);
    }

    static Envelope envelope(String key, String signature, String body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("x-pusher-key", key)
                .add("x-pusher-signature", signature)
                .add("content-type", "application/json; charset=utf-8")
                .add("authorization", "Bearer of-the-caller");
        return new Envelope(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Webhook webhook(String body) {
        return WebhookReader.read(JsonFields.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a failure says, or nothing. */
    static String message(@Nullable Throwable failure) {
        return failure == null ? "" : Objects.requireNonNullElse(failure.getMessage(), "");
    }

    static Delivery delivery(String body) {
        return new Delivery(envelope(body), webhook(body));
    }
}

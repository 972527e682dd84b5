package dev.usher.embedded.broker;

import io.vertx.core.buffer.Buffer;

/**
 * A webhook as it goes out, the same at every attempt.
 *
 * @param signature the header {@code X-Pusher-Signature}, which is right for these bytes and no others
 */
record SignedWebhook(Buffer body, String signature) {}

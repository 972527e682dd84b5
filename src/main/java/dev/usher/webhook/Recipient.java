package dev.usher.webhook;

import io.smallrye.mutiny.Uni;

/** Whom webhooks are delivered to. */
interface Recipient {

    /** Delivers a webhook. Fails only by a defect; whatever else goes wrong is an outcome. */
    Uni<Outcome> deliver(Delivery delivery);

    /** A webhook that has been verified: as it came, and what it says. */
    record Delivery(Envelope envelope, Webhook webhook) {}
}

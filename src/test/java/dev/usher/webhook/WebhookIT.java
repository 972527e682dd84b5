package dev.usher.webhook;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class WebhookIT extends WebhookTest {}

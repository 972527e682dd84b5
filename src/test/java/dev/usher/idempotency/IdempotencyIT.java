package dev.usher.idempotency;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class IdempotencyIT extends IdempotencyTest {}

package dev.usher.tracing;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class TracingIT extends TracingTest {}

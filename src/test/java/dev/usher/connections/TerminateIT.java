package dev.usher.connections;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class TerminateIT extends TerminateTest {}

package dev.usher.publish;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class FaultsIT extends FaultsTest {}

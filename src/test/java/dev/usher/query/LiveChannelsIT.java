package dev.usher.query;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class LiveChannelsIT extends LiveChannelsTest {}

package dev.usher.limits;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class HeaderCapsIT extends HeaderCapsTest {}

package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class TokenIT extends TokenTest {}

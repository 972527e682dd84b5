package dev.usher.revocation;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class RevocationsIT extends RevocationsTest {}

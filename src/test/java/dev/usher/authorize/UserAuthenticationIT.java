package dev.usher.authorize;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class UserAuthenticationIT extends UserAuthenticationTest {}

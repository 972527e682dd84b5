package dev.usher.opa;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OpaIT extends OpaTest {}

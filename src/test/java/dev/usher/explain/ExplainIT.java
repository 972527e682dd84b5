package dev.usher.explain;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ExplainIT extends ExplainTest {}

package dev.usher.problem;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class ProblemIT extends ProblemTest {}

package dev.usher.conformance;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(Application.class)
@WithTestResource(Soketi.class)
class SoketiConformanceTest extends Scenarios {

    @Override
    int channelsPort() {
        return Soketi.port();
    }

    @Override
    boolean isSoketi() {
        return true;
    }
}

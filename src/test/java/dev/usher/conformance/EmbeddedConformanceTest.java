package dev.usher.conformance;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(Application.class)
@WithTestResource(EmbeddedChannels.class)
class EmbeddedConformanceTest extends Scenarios {

    @Override
    int channelsPort() {
        return EmbeddedChannels.port();
    }

    @Override
    boolean isSoketi() {
        return false;
    }
}

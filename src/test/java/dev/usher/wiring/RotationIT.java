package dev.usher.wiring;

import io.quarkus.test.common.PropertyTestUtil;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@QuarkusIntegrationTest
class RotationIT extends RotationTest {

    /** Of the artifact, which is another process. */
    @Override
    String log() throws IOException {
        return Files.readString(Path.of(PropertyTestUtil.getLogFileLocation()));
    }
}

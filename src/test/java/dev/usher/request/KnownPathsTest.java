package dev.usher.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.ResourcePaths;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KnownPathsTest {

    @Test
    void everyPathThatUsherAnswersIsMeasuredByItsName() {
        assertEquals(ResourcePaths.all(), new TreeSet<>(CallMeters.PATHS));
    }
}

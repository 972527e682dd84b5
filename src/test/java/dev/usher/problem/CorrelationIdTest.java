package dev.usher.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrelationIdTest {

    private static final int MANY = 10_000;

    @Test
    void isARandomUuid() {
        var ids = IntStream.range(0, MANY)
                .mapToObj(i -> uuid(CorrelationId.random()))
                .collect(Collectors.toSet());
        assertEquals(MANY, ids.size());
        ids.forEach(id -> {
            assertEquals(4, id.version());
            assertEquals(2, id.variant());
        });
    }

    private static UUID uuid(CorrelationId id) {
        return UUID.fromString(id.uri().substring("urn:uuid:".length()));
    }
}

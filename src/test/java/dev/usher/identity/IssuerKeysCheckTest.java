package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class IssuerKeysCheckTest {

    @Test
    void isNotReadyWithoutAnyKeys() {
        assertEquals(
                Status.DOWN,
                IssuerKeysCheck.response(Map.of("default", false, "partner", false))
                        .getStatus());
    }

    @Test
    void isReadyForTheUsersOfOneIssuerWhileAnotherIsAway() {
        HealthCheckResponse response = IssuerKeysCheck.response(Map.of("default", true, "partner", false));
        assertEquals(Status.UP, response.getStatus());
        assertEquals(
                Map.of("default", "there", "partner", "not to be had"),
                response.getData().orElseThrow());
    }
}

package dev.usher.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.UserId;
import dev.usher.connections.UserConnections;
import dev.usher.upstream.UpstreamResult.Answered;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose connections end with a revocation. */
class RevokedConnectionsTest {

    private final List<UserId> ended = new ArrayList<>();

    private final UserConnections channels = user -> {
        ended.add(user);
        return Uni.createFrom().item(new Answered<>(user));
    };

    @Test
    void endsThoseOfTheRevokedSubject() {
        ConnectionEnding ending = end(new RevokedConnections(channels, "sub"), user("auth0|1", Optional.empty()));

        assertTrue(ending.terminated());
        assertEquals(List.of(new UserId("auth0=7C1")), ended);
    }

    @Test
    void endsNobodysWhereUsersAreKnownByAnotherClaim() {
        ConnectionEnding ending = end(new RevokedConnections(channels, "org.uid"), user("42", Optional.empty()));

        assertFalse(ending.terminated());
        assertTrue(ending.reason().orElseThrow().contains("org.uid"));
        assertEquals(List.of(), ended);
    }

    @Test
    void endsThoseOfWhomItIsToldWhateverTheClaim() {
        UserId other = new UserId("7");
        ConnectionEnding ending = end(new RevokedConnections(channels, "org.uid"), user("42", Optional.of(other)));

        assertTrue(ending.terminated());
        assertEquals(List.of(other), ended);
    }

    @Test
    void answersAlthoughEndingThemIsDefective() {
        UserConnections defective = user -> Uni.createFrom().failure(new IllegalStateException("a defect"));
        ConnectionEnding ending = end(new RevokedConnections(defective, "sub"), user("42", Optional.empty()));

        assertFalse(ending.terminated());
        assertEquals(
                "urn:usher:problem:internal-error",
                ending.problem().orElseThrow().get("type"));
    }

    private static RevocationRequest user(String subject, Optional<UserId> connectionsOf) {
        return new RevocationRequest(
                new Revocation(new Target.User(subject, Optional.empty()), Instant.EPOCH), connectionsOf);
    }

    private static ConnectionEnding end(RevokedConnections connections, RevocationRequest request) {
        return connections
                .end(request)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted()
                .getItem();
    }
}

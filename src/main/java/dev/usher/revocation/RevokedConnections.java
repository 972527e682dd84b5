package dev.usher.revocation;

import dev.usher.channel.Alphabet;
import dev.usher.channel.InvalidNameException;
import dev.usher.channel.UserId;
import dev.usher.connections.UserConnections;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Ends the connections of a user whose tokens were revoked. The Channels server knows users by the claim that
 * {@code usher.user.id} names: only where that is {@code sub} does a revoked subject say whose connections they are.
 */
@Singleton
final class RevokedConnections {

    private static final Logger LOG = Logger.getLogger(RevokedConnections.class);

    private final UserConnections connections;
    private final String idClaim;

    @Inject
    RevokedConnections(UserConnections connections, Config config) {
        this(connections, config.getValue("usher.user.id", String.class));
    }

    RevokedConnections(UserConnections connections, String idClaim) {
        this.connections = connections;
        this.idClaim = idClaim;
    }

    /** Ends them, and never fails: a revocation is not undone because the Channels server cannot be reached. */
    Uni<ConnectionEnding> end(RevocationRequest request) {
        if (request.connectionsOf().isPresent()) {
            return end(request.connectionsOf().get());
        }
        return request.revocation()
                .target()
                .fold(
                        this::endOf,
                        token -> notAsked("Name as connections_of whose"
                                + " connections are to end: those of a single token are not known."));
    }

    private Uni<ConnectionEnding> endOf(Target.User user) {
        if (!idClaim.equals("sub")) {
            return notAsked(
                    "Name as connections_of whose connections are to end: the Channels server knows users by the"
                            + " claim " + idClaim + " (USHER_USER_ID), not by sub.");
        }
        return id(user.subject())
                .map(this::end)
                .orElseGet(
                        () -> notAsked("The Channels server can know nobody by this name, and nobody is signed in."));
    }

    private static Optional<UserId> id(String subject) {
        try {
            return Alphabet.encode(subject).map(UserId::inPath);
        } catch (InvalidNameException noId) {
            return Optional.empty();
        }
    }

    private Uni<ConnectionEnding> end(UserId user) {
        return connections
                .terminate(user)
                .map(result -> result.fold(
                        ConnectionEnding::done,
                        failure ->
                                ConnectionEnding.failed(user, failure.problem().asMember(CorrelationId.random()))))
                .onFailure()
                .recoverWithItem(defect -> failed(user, defect));
    }

    private static ConnectionEnding failed(UserId user, Throwable defect) {
        LOG.errorf(defect, "The connections of %s could not be ended.", user);
        return ConnectionEnding.failed(
                user,
                Problem.of(ProblemType.INTERNAL_ERROR, "The connections could not be ended.")
                        .asMember(CorrelationId.random()));
    }

    private static Uni<ConnectionEnding> notAsked(String reason) {
        return Uni.createFrom().item(ConnectionEnding.notAsked(reason));
    }
}

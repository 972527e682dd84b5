package dev.usher.pusher;

import dev.usher.channel.UserId;
import dev.usher.connections.UserConnections;
import dev.usher.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Ends connections by the Channels HTTP API. */
@Singleton
final class PusherConnections implements UserConnections {

    private final PusherApi api;

    PusherConnections(PusherApi api) {
        this.api = api;
    }

    @Override
    public Uni<Optional<UpstreamFailure>> terminate(UserId user) {
        return api.terminate(user).map(result -> result.fold(done -> Optional.empty(), Optional::of));
    }
}

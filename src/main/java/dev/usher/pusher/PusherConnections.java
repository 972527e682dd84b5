package dev.usher.pusher;

import dev.usher.channel.UserId;
import dev.usher.connections.UserConnections;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Ends connections by the Channels HTTP API. */
@Singleton
final class PusherConnections implements UserConnections {

    private final PusherApi api;

    PusherConnections(PusherApi api) {
        this.api = api;
    }

    @Override
    public Uni<UpstreamResult<UserId>> terminate(UserId user) {
        return api.terminate(user).map(result -> result.map(done -> user));
    }
}

package dev.usher.connections;

import dev.usher.channel.UserId;
import dev.usher.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The connections that the Channels server has with a user. */
public interface UserConnections {

    /**
     * Closes those that have signed in as the user. Asks nothing before the result is subscribed to.
     *
     * @return why the server did not do it; empty if it did, or there were none
     */
    Uni<Optional<UpstreamFailure>> terminate(UserId user);
}

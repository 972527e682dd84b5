package dev.usher.connections;

import dev.usher.channel.UserId;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;

/** The connections that the Channels server has with a user. */
public interface UserConnections {

    /**
     * Closes those that have signed in as the user. Asks nothing before the result is subscribed to.
     *
     * @return the user, of whom no connection is left; there may have been none
     */
    Uni<UpstreamResult<UserId>> terminate(UserId user);
}

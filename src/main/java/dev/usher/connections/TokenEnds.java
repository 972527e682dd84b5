package dev.usher.connections;

import dev.usher.channel.UserId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** When the tokens end with which users have signed in. Of two ends of one user, the later counts. */
public interface TokenEnds {

    /** Remembers when a user's token ends. */
    Uni<Void> note(UserId user, Instant end);

    /**
     * Takes the users out whose tokens have ended: whoever takes one ends the connections, and nobody else does.
     *
     * @param limit how many at most; the rest is for the next time
     */
    Uni<List<UserId>> takeEnded(Instant now, int limit);
}

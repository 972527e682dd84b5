package dev.usher.connections;

import dev.usher.channel.UserId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** The ends of tokens as one process knows them. */
final class TokenEndsInMemory implements TokenEnds {

    private static final Logger LOG = Logger.getLogger(TokenEndsInMemory.class);

    /** About 20 MB. The connections of further users are left to end by themselves: nobody is refused for it. */
    static final int MAX_USERS = 100_000;

    private static final Comparator<End> SOONEST =
            Comparator.comparing(End::time).thenComparing(end -> end.user().value());

    /** Both hold the same, and are guarded by this object's lock, which is held for no longer than a look into them. */
    private final Map<UserId, End> byUser = new HashMap<>();

    private final TreeSet<End> byTime = new TreeSet<>(SOONEST);

    @Override
    public synchronized Uni<Void> note(UserId user, Instant time) {
        End known = byUser.get(user);
        if (known == null && byUser.size() >= MAX_USERS) {
            LOG.warnf("There are %d users whose tokens are to end; %s is not among them.", MAX_USERS, user);
        } else if (known == null || known.time().isBefore(time)) {
            End end = new End(user, time);
            byUser.put(user, end);
            byTime.add(end);
            if (known != null) {
                byTime.remove(known);
            }
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<List<UserId>> takeEnded(Instant now, int limit) {
        List<UserId> ended = new ArrayList<>();
        while (ended.size() < limit
                && !byTime.isEmpty()
                && !byTime.first().time().isAfter(now)) {
            End end = byTime.first();
            byTime.remove(end);
            byUser.remove(end.user());
            ended.add(end.user());
        }
        return Uni.createFrom().item(ended);
    }

    private record End(UserId user, Instant time) {}
}

package dev.usher.authorize;

import dev.usher.access.ChannelAccess;
import dev.usher.authorize.Session.SessionChannels;
import dev.usher.authorize.Session.SessionUser;
import dev.usher.identity.CurrentCaller;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Claims;
import dev.usher.request.JsonAnswer;
import dev.usher.signing.AppKeys;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /pusher/session}: who the caller is, what they may join, when their token ends, and how to connect; so
 * that a page hard-codes none of it.
 */
@Path("/pusher/session")
@Authenticated
public final class SessionResource {

    /** Of the year 9999, the last that RFC 3339 can write. */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

    private final CurrentCaller caller;
    private final Supplier<ChannelPolicy> policy;
    private final ChannelAccess access;
    private final UserClaims users;
    private final Supplier<AppKeys> keys;
    private final Supplier<ChannelsAddress> address;

    SessionResource(
            CurrentCaller caller,
            Supplier<ChannelPolicy> policy,
            ChannelAccess access,
            UserClaims users,
            Supplier<AppKeys> keys,
            Supplier<ChannelsAddress> address) {
        this.caller = caller;
        this.policy = policy;
        this.access = access;
        this.users = users;
        this.keys = keys;
        this.address = address;
    }

    @GET
    public Uni<RestResponse<Session>> session() {
        Caller asking = caller.get();
        User user = users.userOf(asking);
        return access.mayJoin(asking, user.id().ownChannel())
                .map(mayJoinOwn -> JsonAnswer.ok(sessionOf(asking, user, mayJoinOwn)));
    }

    private Session sessionOf(Caller asking, User user, boolean mayJoinOwn) {
        return new Session(
                SessionUser.of(user, mayJoinOwn),
                SessionChannels.of(
                        policy.get().reach(asking, Action.SUBSCRIBE),
                        keys.get().masterKey().isPresent()),
                end(asking.claims()),
                address.get());
    }

    /** The token's {@code exp} (RFC 7519, section 4.1.4), a number of seconds; empty for an end that no calendar has. */
    private static Optional<String> end(Claims claims) {
        return claims.value("exp")
                .filter(Number.class::isInstance)
                .map(seconds -> new BigDecimal(seconds.toString()))
                .filter(seconds -> seconds.compareTo(LAST_SECOND) <= 0)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()).toString());
    }
}

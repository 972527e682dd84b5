package dev.usher.authorize;

import dev.usher.authorize.Session.SessionChannels;
import dev.usher.authorize.Session.SessionUser;
import dev.usher.identity.CurrentCaller;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Claims;
import dev.usher.policy.Reach;
import dev.usher.request.JsonAnswer;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /pusher/session}: who the caller is, what they may join, when their token ends, and how to connect; so
 * that a page hard-codes none of it.
 */
@Path("/pusher/session")
@Authenticated
public final class SessionResource {

    private final CurrentCaller caller;
    private final ChannelPolicy policy;
    private final UserClaims users;
    private final ChannelsAddress address;

    SessionResource(CurrentCaller caller, ChannelPolicy policy, UserClaims users, ChannelsAddress address) {
        this.caller = caller;
        this.policy = policy;
        this.users = users;
        this.address = address;
    }

    @GET
    public Uni<RestResponse<Session>> session() {
        Caller asking = caller.get();
        return Uni.createFrom().item(() -> JsonAnswer.ok(sessionOf(asking)));
    }

    private Session sessionOf(Caller asking) {
        Reach reach = policy.reach(asking, Action.SUBSCRIBE);
        return new Session(
                SessionUser.of(users.userOf(asking), reach), SessionChannels.of(reach), end(asking.claims()), address);
    }

    /** The token's {@code exp} (RFC 7519, section 4.1.4), which is a number of seconds. */
    private static Optional<String> end(Claims claims) {
        return claims.value("exp").filter(Number.class::isInstance).map(seconds -> Instant.ofEpochSecond(
                        ((Number) seconds).longValue())
                .toString());
    }
}

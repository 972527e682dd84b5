package dev.usher.authorize;

import dev.usher.access.ChannelAccess;
import dev.usher.authorize.Session.SessionChannels;
import dev.usher.authorize.Session.SessionUser;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.VerifiedToken;
import dev.usher.policy.Action;
import dev.usher.policy.ChannelPolicy;
import dev.usher.request.JsonAnswer;
import dev.usher.signing.AppKeys;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /pusher/session}: who the caller is, what they may join, when their token ends, and how to connect; so
 * that a page hard-codes none of it.
 */
@Path("/pusher/session")
@Authenticated
public final class SessionResource {

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
        VerifiedToken token = caller.token();
        User user = users.userOf(token.caller());
        return access.mayJoin(token.caller(), user.id().ownChannel())
                .map(mayJoinOwn -> JsonAnswer.ok(sessionOf(token, user, mayJoinOwn)));
    }

    private Session sessionOf(VerifiedToken token, User user, boolean mayJoinOwn) {
        return new Session(
                SessionUser.of(user, mayJoinOwn),
                SessionChannels.of(
                        policy.get().reach(token.caller(), Action.SUBSCRIBE),
                        keys.get().masterKey().isPresent()),
                token.expiresAt().toString(),
                address.get());
    }
}

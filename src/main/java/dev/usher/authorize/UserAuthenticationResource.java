package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.access.Asker;
import dev.usher.access.ChannelAccess;
import dev.usher.access.CurrentAsker;
import dev.usher.channel.SocketId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import dev.usher.signing.AppKeys;
import dev.usher.upstream.ServerProfile;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /pusher/user-auth}: who is on this connection?
 *
 * <p>Takes {@code socket_id} as a form or as JSON, and answers {@code 200} with {@code {"auth","user_data"}}. Who the
 * user is, the token says alone.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
 */
@Path("/pusher/user-auth")
@Authenticated
public final class UserAuthenticationResource {

    /** A socket_id, and room for the parameters of an application's own. */
    private static final int MAX_BODY = 16 * 1024;

    private final CurrentAsker asker;
    private final ChannelAccess access;
    private final UserClaims users;
    private final Supplier<AppKeys> keys;
    private final ServerProfile server;
    private final Event<SignedIn> signIns;

    UserAuthenticationResource(
            CurrentAsker asker,
            ChannelAccess access,
            UserClaims users,
            Supplier<AppKeys> keys,
            ServerProfile server,
            Event<SignedIn> signIns) {
        this.asker = asker;
        this.access = access;
        this.users = users;
        this.keys = keys;
        this.server = server;
        this.signIns = signIns;
    }

    @POST
    public Uni<RestResponse<UserAuthentication>> authenticate(@Context HttpServerRequest request) {
        Asker signingIn = asker.get();
        return RequestBody.read(request, MAX_BODY)
                .map(body -> body.fields().required("socket_id", SocketId::new))
                .map(socketId -> sign(signingIn, socketId))
                .map(JsonAnswer::ok);
    }

    private UserAuthentication sign(Asker signingIn, SocketId socketId) {
        if (!server.knowsSignIn()) {
            // What it makes of one is an error that ends the connection.
            throw Problem.of(
                            ProblemType.SIGN_IN_NOT_SERVED,
                            "This Channels server has no sign-in; subscribe to the user's own channel instead.")
                    .asException();
        }
        User user = users.userOf(signingIn.caller());
        String userData = user.userData();
        access.recordSignIn(signingIn);
        signIns.fire(new SignedIn(user.id(), signingIn.caller()));
        return new UserAuthentication(keys.get().signer().signIn(socketId, userData), userData);
    }

    /**
     * What the client hands on to the Channels server to be signed in.
     *
     * @param auth {@code <key>:<signature>}
     * @param userData the user as JSON: a text rather than an object, because it was signed to the last byte
     */
    record UserAuthentication(
            @JsonProperty("auth") String auth,
            @JsonProperty("user_data") String userData) {}
}

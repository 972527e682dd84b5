package dev.usher.revocation;

import dev.usher.channel.Alphabet;
import dev.usher.identity.CurrentCaller;
import dev.usher.policy.Caller;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /revocations}: believe tokens no longer, and end the connections of their user.
 *
 * <p>Takes {@code {"user", "issued_before"?}} or {@code {"token_id", "issuer"?}}, and with either {@code "until"?} and
 * {@code "connections_of"?}. Answers {@code 200} with {@code {"revoked":{…}, "connections":{"terminated":…}}} once the
 * revocation holds, whatever became of the connections.
 */
@Path("/revocations")
@Authenticated
public final class RevocationsResource {

    /** Two texts of full length, each character written as an escape like {@code \u0001}; and the rest. */
    private static final int MAX_BODY = 2 * 6 * RevocationRequest.MAX_TEXT + 4 * 1024;

    private static final Logger LOG = Logger.getLogger(RevocationsResource.class);

    private final CurrentCaller caller;
    private final RevokerGate gate;
    private final RevocationRegister register;
    private final RevokedConnections connections;
    private final Duration byDefault;

    RevocationsResource(
            CurrentCaller caller,
            RevokerGate gate,
            RevocationRegister register,
            RevokedConnections connections,
            RevocationConfig config) {
        this.caller = caller;
        this.gate = gate;
        this.register = register;
        this.connections = connections;
        this.byDefault = config.defaultDuration();
    }

    @POST
    public Uni<RestResponse<RevocationAnswer>> revoke(@Context HttpServerRequest request) {
        Caller revoking = caller.get();
        gate.check(revoking);
        return RequestBody.read(request, MAX_BODY)
                .map(body -> RevocationRequest.read(body.json(), Instant.now(), byDefault))
                .flatMap(wanted -> revoke(revoking, wanted))
                .map(JsonAnswer::ok);
    }

    private Uni<RevocationAnswer> revoke(Caller revoking, RevocationRequest wanted) {
        return register.enter(wanted.revocation())
                .invoke(holding -> log(revoking, holding))
                .flatMap(holding -> connections.end(wanted).map(ending -> RevocationAnswer.of(holding, ending)));
    }

    /** Who was locked out, and by whom, is what an operator is asked about. */
    private static void log(Caller revoking, Revocation holding) {
        LOG.infof(
                "%s revoked %s until %s",
                revoking.loggable(),
                holding.target()
                        .<String>fold(
                                user -> "the tokens of " + loggable(user.subject())
                                        + user.issuedBefore()
                                                .map(end -> " issued before " + end)
                                                .orElse(""),
                                token -> "the token " + loggable(token.id())),
                holding.until());
    }

    private static String loggable(String text) {
        return Alphabet.encode(text).orElse("?");
    }
}

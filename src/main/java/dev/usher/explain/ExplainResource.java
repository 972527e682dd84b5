package dev.usher.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.access.ChannelAccess;
import dev.usher.channel.ChannelName;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Issuers;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonAnswer;
import dev.usher.request.JsonFields;
import dev.usher.request.RequestBody;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /policy/explain}: what the policy decides, by which rule, why not by the others, and whom it would let.
 *
 * <p>Takes {@code {"channel_name", "action", "claims"?}}; without claims, it is about the caller. Answers {@code
 * {"decision", "rule"?, "others", "unlisted", "own_rules", "admits"}}. It shows the rules, so it takes a role of its own.
 */
@Path("/policy/explain")
@Authenticated
public final class ExplainResource {

    /** More than the claims of any token that fits into a request's head. */
    private static final int MAX_BODY = 64 * 1024;

    private static final String CHANNEL = "channel_name";
    private static final String ACTION = "action";
    private static final String CLAIMS = "claims";

    private final CurrentCaller caller;
    private final ChannelAccess access;
    private final Supplier<ChannelPolicy> policy;
    private final Set<String> roles;
    private final GivenClaims given;

    ExplainResource(
            CurrentCaller caller,
            ChannelAccess access,
            Supplier<ChannelPolicy> policy,
            ExplainConfig config,
            Issuers issuers) {
        this.caller = caller;
        this.access = access;
        this.policy = policy;
        this.roles = config.roles();
        this.given = new GivenClaims(issuers);
    }

    @POST
    public Uni<RestResponse<Explained>> explain(@Context HttpServerRequest request) {
        Caller asking = caller.get();
        check(asking);
        return RequestBody.read(request, MAX_BODY)
                // With 10,000 rules and claims of many values it can take a second.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(body -> JsonAnswer.ok(explain(asking, body.json())));
    }

    private void check(Caller asking) {
        if (Collections.disjoint(asking.roles(), roles)) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "Explanations show the rules of the policy: they are for callers with a role that"
                                    + " USHER_EXPLAIN_ROLES names.")
                    .because("(%s asked for one)".formatted(asking.loggable()))
                    .asException();
        }
    }

    private Explained explain(Caller asking, JsonFields fields) {
        fields.allowOnly(Set.of(CHANNEL, ACTION, CLAIMS));
        ChannelName channel = fields.required(CHANNEL, ChannelName::new);
        Action action = action(fields.required(ACTION, Function.identity()));
        Caller subject = fields.value(CLAIMS).map(this::subject).orElse(asking);
        if (action == Action.SUBSCRIBE && channel.kind().isPublic()) {
            throw Problem.ofField(CHANNEL, "names a public channel, which everyone may join without asking")
                    .asException();
        }
        ChannelPolicy current = policy.get();
        return Explained.of(
                current.explain(subject, action, channel),
                access.namesOfOwnRules(subject, action),
                current.whoMay(action, channel));
    }

    private static Action action(String text) {
        return switch (text) {
            case "subscribe" -> Action.SUBSCRIBE;
            case "publish" -> Action.PUBLISH;
            default ->
                throw Problem.ofField(ACTION, "is neither subscribe nor publish")
                        .asException();
        };
    }

    private Caller subject(JsonNode claims) {
        try {
            return given.caller(claims);
        } catch (IllegalArgumentException e) {
            throw Problem.ofField(CLAIMS, String.valueOf(e.getMessage())).asException();
        }
    }
}

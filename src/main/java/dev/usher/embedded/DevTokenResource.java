package dev.usher.embedded;

import dev.usher.request.RequestBody;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/**
 * {@code POST /dev/token}: a token for anyone, in development. Takes {@code {"sub", "roles"?: […], "claims"?: {…}}} as
 * JSON, or {@code sub} and one {@code roles} as a form.
 */
@Path("/dev")
@PermitAll
@UnlessBuildProfile("prod")
public final class DevTokenResource {

    private static final int MAX_BODY = 16 * 1024;

    private final DevTokens tokens;

    DevTokenResource(DevTokens tokens) {
        this.tokens = tokens;
    }

    /** JSON gets {@code {"token", "expires_in"}}, in seconds. */
    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Map<String, Object>> token(@Context HttpServerRequest request) {
        return issue(request).map(token -> Map.of("token", token, "expires_in", DevTokens.LIFETIME.toSeconds()));
    }

    /** A form gets the token and nothing else, for a shell to take it. */
    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<String> plainToken(@Context HttpServerRequest request) {
        return issue(request);
    }

    /** The keys that these tokens are verified with. */
    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<String> jwks() {
        return Uni.createFrom().item(tokens::jwks);
    }

    private Uni<String> issue(HttpServerRequest request) {
        return RequestBody.read(request, MAX_BODY)
                .map(body -> DevTokenRequest.of(body.fields()))
                .map(tokens::issue);
    }
}

package dev.usher.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.problem.Problem;
import dev.usher.request.JsonFields;
import dev.usher.request.RequestBody;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jose4j.lang.JoseException;

/** {@code POST /dev/token}: a token for anyone, in development. */
@Path("/dev")
@PermitAll
@UnlessBuildProfile("prod")
public final class DevTokenResource {

    private static final int MAX_BODY = 16 * 1024;
    private static final int MAX_ROLES = 32;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private final DevTokens tokens;

    DevTokenResource(DevTokens tokens) {
        this.tokens = tokens;
    }

    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<String> jwks() {
        return Uni.createFrom().item(tokens::jwks);
    }

    /** Takes {@code {"sub", "roles"?: […], "claims"?: {…}}}; answers {@code {"token", "expires_in"}}, in seconds. */
    @POST
    @Path("/token")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Map<String, Object>> token(@Context HttpServerRequest request) {
        return RequestBody.read(request, MAX_BODY).map(RequestBody::json).map(this::issue);
    }

    private Map<String, Object> issue(JsonFields fields) {
        String subject = fields.required("sub", Function.identity());
        List<String> roles =
                fields.list("roles", 0, MAX_ROLES, Function.identity()).orElse(List.of());
        try {
            return Map.of(
                    "token", tokens.issue(subject, roles, claims(fields)),
                    "expires_in", DevTokens.LIFETIME.toSeconds());
        } catch (JoseException e) {
            throw new IllegalStateException("the development key cannot sign", e);
        }
    }

    private static Map<String, ?> claims(JsonFields fields) {
        return fields.value("claims")
                .map(claims -> {
                    if (!claims.isObject()) {
                        throw Problem.ofField("claims", "is no object").asException();
                    }
                    return JSON.convertValue(claims, CLAIMS);
                })
                .orElse(Map.of());
    }
}

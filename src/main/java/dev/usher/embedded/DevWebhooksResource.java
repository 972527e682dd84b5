package dev.usher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestStreamElementType;

/**
 * {@code GET /dev/webhooks}: what an application's observers of webhooks get, as server-sent events; first the last
 * {@value DevWebhooks#REMEMBERED}. Each is {@code {"time_ms":…,"event":{"name":"member_added","channel":…,"user_id":…}}},
 * when it came and what it was.
 */
@Path("/dev/webhooks")
@PermitAll
@UnlessBuildProfile("prod")
public final class DevWebhooksResource {

    private final DevWebhooks webhooks;

    DevWebhooksResource(DevWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<JsonNode> webhooks() {
        return webhooks.events();
    }
}

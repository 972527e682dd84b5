package dev.usher.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.pusher.ChannelsApp;
import dev.usher.wiring.PusherConfig;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code GET /dev/app}: how the demo page connects to the Channels server. */
@Path("/dev/app")
@PermitAll
@UnlessBuildProfile("prod")
public final class DevAppResource {

    private final Connection connection;

    DevAppResource(ChannelsApp app, PusherConfig config) {
        boolean embedded = app.id().equals(EmbeddedApp.ID);
        boolean own = embedded || config.host().isPresent();
        this.connection = new Connection(
                app.key(),
                own ? null : config.cluster().orElse(null),
                own ? app.endpoint().host() : null,
                app.endpoint().port(),
                app.endpoint().tls(),
                embedded);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Connection> app() {
        return Uni.createFrom().item(connection);
    }

    /**
     * What a client is given.
     *
     * @param cluster at Pusher, or null where there is a host
     * @param host of another server, or null where there is a cluster
     */
    record Connection(
            @JsonProperty("key") String key,
            @JsonProperty("cluster") @Nullable String cluster,
            @JsonProperty("host") @Nullable String host,
            @JsonProperty("port") int port,
            @JsonProperty("tls") boolean tls,
            @JsonProperty("embedded") boolean embedded) {}
}

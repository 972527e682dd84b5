package dev.usher.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.usher.authorize.ChannelsAddress;
import dev.usher.pusher.ChannelsApp;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;

/** {@code GET /dev/app}: how the demo page connects to the Channels server. */
@Path("/dev/app")
@PermitAll
@UnlessBuildProfile("prod")
public final class DevAppResource {

    private final Supplier<ChannelsApp> app;
    private final Supplier<ChannelsAddress> address;

    DevAppResource(Supplier<ChannelsApp> app, Supplier<ChannelsAddress> address) {
        this.app = app;
        this.address = address;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Connection> app() {
        return Uni.createFrom()
                .item(new Connection(address.get(), app.get().id().equals(EmbeddedApp.ID)));
    }

    /** What a client is given. */
    record Connection(
            @JsonUnwrapped ChannelsAddress address,
            @JsonProperty("embedded") boolean embedded) {}
}

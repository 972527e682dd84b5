package dev.usher.embedded;

import dev.usher.embedded.broker.Broker;
import dev.usher.pusher.ChannelsApp;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Serves the demo page and, where no Channels app is configured, the broker, on Usher's own port. */
@Singleton
@UnlessBuildProfile("prod")
final class EmbeddedRoutes {

    private final ChannelsApp app;

    EmbeddedRoutes(ChannelsApp app) {
        this.app = app;
    }

    void register(@Observes Router router) {
        if (app.id().equals(EmbeddedApp.ID)) {
            new Broker(app.id(), app.key(), app.secret(), Clock.systemUTC()).mount(router);
        }
        DemoPage.mount(router);
    }
}

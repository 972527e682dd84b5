package dev.usher.embedded;

import dev.usher.embedded.broker.Broker;
import dev.usher.pusher.ChannelsApp;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

/** Serves the demo page and, where no Channels app is configured, the broker, on Usher's own port. */
@Singleton
@UnlessBuildProfile("prod")
final class EmbeddedRoutes {

    private final ChannelsApp app;
    private final Vertx vertx;

    EmbeddedRoutes(Supplier<ChannelsApp> app, Vertx vertx) {
        this.app = app.get();
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        if (app.id().equals(EmbeddedApp.ID)) {
            new Broker(app.id(), app.key(), app.secret(), Clock.systemUTC(), vertx, ownWebhook()).mount(router);
        }
        DemoPage.mount(router);
    }

    /** The broker's backend is Usher itself, on the port that both share. */
    private URI ownWebhook() {
        return URI.create("http://%s:%d/pusher/webhook"
                .formatted(app.endpoint().host(), app.endpoint().port()));
    }
}

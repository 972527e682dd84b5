package dev.usher.wiring;

import dev.usher.pusher.ChannelsApp;

/** Makes the app of its settings: as they are read at the start, and each time that they have changed. */
@FunctionalInterface
public interface AppSource {

    /** @throws io.quarkus.runtime.configuration.ConfigurationException if it cannot be made; says what to set */
    ChannelsApp of(PusherConfig config);
}

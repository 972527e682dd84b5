package dev.usher.wiring;

import dev.usher.authorize.ChannelsAddress;
import dev.usher.identity.Revocations;
import dev.usher.policy.ChannelPolicy;
import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.MasterKey;
import dev.usher.signing.Signer;
import dev.usher.upstream.ServerProfile;
import dev.usher.webhook.WebhookConfig;
import dev.usher.webhook.WebhookKeys;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Makes what the rest of Usher works with. */
final class Wiring {

    @Produces
    @Singleton
    ChannelPolicy policy(PolicyConfig policy, Config config) {
        return ConfiguredPolicy.of(policy, config);
    }

    /** The policy that holds at the moment; whoever decides asks for it each time. */
    @Produces
    @Singleton
    Supplier<ChannelPolicy> currentPolicy(ChannelPolicy policy) {
        return () -> policy;
    }

    @Produces
    @Singleton
    @DefaultBean
    Revocations revocations() {
        return token -> false;
    }

    @Produces
    @Singleton
    @DefaultBean
    ChannelsApp channelsApp(PusherConfig config) {
        return ConfiguredApp.of(config);
    }

    /** What the Channels server is like that the app is on. */
    @Produces
    @Singleton
    ServerProfile profile(ServerConfig config) {
        return config.server();
    }

    @Produces
    @Singleton
    Signer signer(ChannelsApp app) {
        return new Signer(app.key(), app.secret());
    }

    @Produces
    @Singleton
    ChannelsAddress address(ConnectConfig connect, PusherConfig pusher, ChannelsApp app) {
        return ConfiguredAddress.of(connect, pusher, app);
    }

    @Produces
    @Singleton
    WebhookKeys webhookKeys(ChannelsApp app, Signer signer, WebhookConfig config) {
        return new WebhookKeys(app.key(), signer, config.keys().orElse(List.of()));
    }

    /** The key of encrypted channels, if there are any. */
    @Produces
    @Singleton
    Optional<MasterKey> masterKey(ChannelsApp app) {
        return app.masterKey();
    }
}

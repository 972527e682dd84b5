package dev.usher.wiring;

import dev.usher.authorize.ChannelsAddress;
import dev.usher.identity.Issuers;
import dev.usher.identity.TokenConfig;
import dev.usher.policy.ChannelPolicy;
import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.AppKeys;
import dev.usher.signing.Signer;
import dev.usher.upstream.ServerProfile;
import dev.usher.webhook.WebhookKeys;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/**
 * Makes what the rest of Usher works with. What may change while Usher runs is asked for each time that it is needed,
 * and taken once for each answer.
 */
final class Wiring {

    @Produces
    @Singleton
    Supplier<ChannelPolicy> policy(LiveSettings settings) {
        return () -> settings.current().policy();
    }

    @Produces
    @Singleton
    Supplier<ChannelsApp> app(LiveSettings settings) {
        return () -> settings.current().app();
    }

    @Produces
    @Singleton
    Supplier<AppKeys> keys(LiveSettings settings) {
        return () -> settings.current().keys();
    }

    /** For an application of which Usher is a part: it can be kept, whatever becomes of the secret. */
    @Produces
    @Singleton
    Signer signer(Supplier<AppKeys> keys) {
        return Signer.following(() -> keys.get().signer());
    }

    @Produces
    @Singleton
    Supplier<ChannelsAddress> address(LiveSettings settings) {
        return () -> settings.current().address();
    }

    @Produces
    @Singleton
    Supplier<WebhookKeys> webhookKeys(LiveSettings settings) {
        return () -> settings.current().webhookKeys();
    }

    @Produces
    @Singleton
    @DefaultBean
    AppSource apps() {
        return ConfiguredApp::of;
    }

    /** Whose tokens are believed. */
    @Produces
    @Singleton
    Issuers issuers(IssuersConfig further, TokenConfig tokens, Config config) {
        return ConfiguredIssuers.of(further, tokens, config);
    }

    /** What the Channels server is like that the app is on. */
    @Produces
    @Singleton
    ServerProfile profile(ServerConfig config) {
        return config.server();
    }
}

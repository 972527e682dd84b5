package dev.usher.wiring;

import dev.usher.authorize.ChannelsAddress;
import dev.usher.mounted.MountedSettings;
import dev.usher.policy.ChannelPolicy;
import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.AppKeys;
import dev.usher.signing.Signer;
import dev.usher.webhook.SettingsCheck;
import dev.usher.webhook.WebhookConfig;
import dev.usher.webhook.WebhookKeys;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.jboss.logging.Logger;

/** All that may change while Usher runs. Made whole, checked whole, and replaced whole. */
record Settings(ChannelsApp app, AppKeys keys, ChannelsAddress address, WebhookKeys webhookKeys, ChannelPolicy policy) {

    private static final Logger LOG = Logger.getLogger(Settings.class);

    /** The mappings that these are made of. */
    static final List<Class<?>> MAPPINGS =
            List.of(PusherConfig.class, ConnectConfig.class, WebhookConfig.class, PolicyConfig.class);

    /**
     * @param config with {@link #MAPPINGS}
     * @throws io.quarkus.runtime.configuration.ConfigurationException if anything is missing or unsafe
     */
    static Settings of(SmallRyeConfig config, AppSource apps) {
        Misspelt.refuse(MountedSettings.of(config));
        PusherConfig pusher = config.getConfigMapping(PusherConfig.class);
        WebhookConfig webhooks = config.getConfigMapping(WebhookConfig.class);
        SettingsCheck.refuseMisspelt(config, webhooks.forward().url().isPresent());
        ChannelsApp app = apps.of(pusher);
        Signer signer = new Signer(app.key(), app.secret());
        return new Settings(
                app,
                new AppKeys(signer, app.masterKey()),
                ConfiguredAddress.of(config.getConfigMapping(ConnectConfig.class), pusher, app),
                new WebhookKeys(app.key(), signer, webhooks.keys().orElse(List.of())),
                ConfiguredPolicy.of(config.getConfigMapping(PolicyConfig.class), config));
    }

    /** In production; in development there is nothing but this machine on the way. */
    void warnOfPlainHttp() {
        if (LaunchMode.current() == LaunchMode.NORMAL && !app.endpoint().tls()) {
            LOG.warnf(
                    "PUSHER_SCHEME is http: events and signatures go to %s unencrypted.",
                    app.endpoint().host());
        }
    }
}

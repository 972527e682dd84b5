package dev.usher.wiring;

import dev.usher.policy.ChannelPattern;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Rule;
import dev.usher.policy.UnsafePatternException;
import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.Signer;
import dev.usher.wiring.PolicyConfig.RuleConfig;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Makes what the rest of Usher works with. */
final class Wiring {

    @Produces
    @Singleton
    ChannelPolicy policy(PolicyConfig config) {
        return new ChannelPolicy(config.rules().entrySet().stream()
                .filter(rule -> rule.getValue().enabled())
                .map(rule -> rule(rule.getKey(), rule.getValue()))
                .toList());
    }

    @Produces
    @Singleton
    @DefaultBean
    ChannelsApp channelsApp(PusherConfig config) {
        return ConfiguredApp.of(config);
    }

    @Produces
    @Singleton
    Signer signer(ChannelsApp app) {
        return new Signer(app.key(), app.secret());
    }

    private static Rule rule(String name, RuleConfig config) {
        try {
            List<ChannelPattern> channels =
                    config.channels().stream().map(ChannelPattern::compile).toList();
            return new Rule(name, channels, config.actions(), config.roles().orElse(Set.of()));
        } catch (UnsafePatternException e) {
            // Without its cause: Quarkus prints the sentence alone only where it is the root of the failure.
            throw new ConfigurationException("usher.policy." + name + ".channels: " + e.getMessage() + ".");
        }
    }
}

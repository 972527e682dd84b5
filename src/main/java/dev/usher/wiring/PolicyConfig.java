package dev.usher.wiring;

import dev.usher.policy.Action;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of the policy, by name. */
@ConfigMapping(prefix = "usher.policy")
interface PolicyConfig {

    @WithParentName
    Map<String, RuleConfig> rules();

    /** One rule. */
    interface RuleConfig {

        /** The channels that it is about, as patterns. A comma in a pattern is written {@code \,}. */
        List<String> channels();

        /** What it allows, {@code subscribe} or {@code publish}. */
        @WithDefault("subscribe")
        Set<Action> actions();

        /** One of which a caller needs; without any, the rule is for everyone with a valid token. */
        Optional<Set<String>> roles();

        /**
         * What the token must say, all of these: {@code name=value}, {@code name=value|other}, or {@code name} alone,
         * for a claim that is there and is neither empty nor false.
         */
        Optional<List<String>> claims();

        /** Whether the rule counts; so that the ones that stand without configuration can be switched off. */
        @WithDefault("true")
        boolean enabled();
    }
}

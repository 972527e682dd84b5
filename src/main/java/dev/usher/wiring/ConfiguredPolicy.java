package dev.usher.wiring;

import dev.usher.policy.ChannelPattern;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.RequiredClaim;
import dev.usher.policy.Rule;
import dev.usher.policy.UnsafePatternException;
import dev.usher.policy.UnusableRuleException;
import dev.usher.wiring.PolicyConfig.RuleConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** The policy as it is configured. */
final class ConfiguredPolicy {

    private static final String PREFIX = "usher.policy.";

    private static final Set<String> SETTINGS = Set.of("channels", "actions", "roles", "claims", "enabled");

    /** Of Usher's own file of properties. What an operator, or an application of which Usher is a part, sets has more. */
    private static final int SHIPPED = 240;

    private ConfiguredPolicy() {}

    /** @throws ConfigurationException if a rule is unsafe or says nothing; the message says how to write it */
    static ChannelPolicy of(PolicyConfig policy, Config config) {
        policy.rules().forEach((name, rule) -> {
            refuseEmptied(name, "roles", rule.roles().map(Set::size), config);
            refuseEmptied(name, "claims", rule.claims().map(List::size), config);
        });
        List<Rule> rules = policy.rules().entrySet().stream()
                .filter(rule -> rule.getValue().enabled())
                .map(rule -> rule(rule.getKey(), rule.getValue()))
                .toList();
        Set<String> shipped = policy.rules().keySet().stream()
                .filter(name -> isShipped(name, config))
                .collect(Collectors.toSet());
        return refusing("usher.policy", () -> new ChannelPolicy(rules, shipped));
    }

    /** Whether nobody has set anything of that rule. */
    private static boolean isShipped(String name, Config config) {
        return SETTINGS.stream()
                .allMatch(setting ->
                        config.getConfigValue(PREFIX + name + "." + setting).getSourceOrdinal() <= SHIPPED);
    }

    private static Rule rule(String name, RuleConfig config) {
        List<ChannelPattern> channels = refusing(
                PREFIX + name + ".channels",
                () -> config.channels().stream().map(ChannelPattern::compile).toList());
        List<RequiredClaim> claims =
                refusing(PREFIX + name + ".claims", () -> config.claims().orElse(List.of()).stream()
                        .map(RequiredClaim::parse)
                        .toList());
        return new Rule(name, channels, config.actions(), config.roles().orElse(Set.of()), claims);
    }

    private static <T> T refusing(String property, Supplier<T> compilation) {
        try {
            return compilation.get();
        } catch (UnsafePatternException | UnusableRuleException e) {
            // Without its cause: Quarkus prints the sentence alone only where it is the root of the failure.
            throw new ConfigurationException(property + ": " + e.getMessage() + ".");
        }
    }

    /** A template that fills in nothing must not open a rule to everyone. */
    private static void refuseEmptied(String name, String setting, Optional<Integer> size, Config config) {
        String property = PREFIX + name + "." + setting;
        boolean given = config.getConfigValue(property).getRawValue() != null;
        if (given && size.orElse(0) == 0) {
            throw new ConfigurationException(
                    property + " is set to nothing, which would open the rule to more callers than were meant."
                            + " Say what it asks for; or remove the setting, if it asks for nothing.");
        }
    }
}

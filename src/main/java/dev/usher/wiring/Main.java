package dev.usher.wiring;

import dev.usher.check.PolicyCheck;
import dev.usher.explain.GivenClaims;
import dev.usher.identity.Issuers;
import dev.usher.mounted.MountedSettings;
import dev.usher.policy.ChannelPolicy;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Starts Usher; or, with arguments, asks its policy from the command line. Then nothing is served, and nothing but the
 * policy has to be configured.
 *
 * <p>Has a name, by which the build of Usher chooses it: an application of which Usher is a part begins by itself.
 */
@QuarkusMain(name = "usher")
public final class Main {

    private static final String USAGE = """
            Usage:
              (no arguments)                     serve
              --check-policy FILE [--strict]     ask the policy what the table in FILE asks
              --who-can-join CHANNEL             tell whom the policy lets join the channel
            """;

    Main() {}

    public static void main(String... arguments) {
        if (arguments.length == 0) {
            Quarkus.run();
        } else {
            System.exit(run(List.of(arguments), System.out));
        }
    }

    /** @return the exit code */
    static int run(List<String> arguments, PrintStream out) {
        String command = arguments.get(0);
        if (command.equals("--check-policy") && arguments.size() == 2) {
            return ask(out, check -> check.check(Path.of(arguments.get(1)), false));
        }
        if (command.equals("--check-policy") && arguments.size() == 3 && arguments.contains("--strict")) {
            int file = arguments.get(1).equals("--strict") ? 2 : 1;
            return ask(out, check -> check.check(Path.of(arguments.get(file)), true));
        }
        if (command.equals("--who-can-join") && arguments.size() == 2) {
            return ask(out, check -> check.whoCanJoin(arguments.get(1)));
        }
        out.print(USAGE);
        return PolicyCheck.UNUSABLE;
    }

    /** With the policy as it would be if Usher started with the same environment and files. */
    private static int ask(PrintStream out, ToIntFunction<PolicyCheck> question) {
        try {
            SmallRyeConfig config = ConfigUtils.configBuilder()
                    .withMapping(PolicyConfig.class)
                    .withMapping(IssuersConfig.class)
                    .build();
            Misspelt.refuse(MountedSettings.of(config));
            ChannelPolicy policy = ConfiguredPolicy.of(config.getConfigMapping(PolicyConfig.class), config);
            Issuers issuers = SupposedIssuers.of(config.getConfigMapping(IssuersConfig.class), config);
            config.getOptionalValue("usher.opa.url", String.class)
                    .ifPresent(url -> out.println("note: USHER_OPA_URL is not asked; this is the policy alone."));
            return question.applyAsInt(new PolicyCheck(policy, new GivenClaims(issuers), out));
        } catch (ConfigurationException | ConfigValidationException e) {
            out.println(e.getMessage());
            return PolicyCheck.UNUSABLE;
        }
    }
}

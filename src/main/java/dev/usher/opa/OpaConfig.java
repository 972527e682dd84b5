package dev.usher.opa;

import dev.usher.policy.Action;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The endpoint that is asked where no rule of the policy allows. */
@ConfigMapping(prefix = "usher.opa")
public interface OpaConfig {

    /** Where it is, such as {@code http://localhost:8181/v1/data/usher/allow}; without it, nobody is asked. */
    Optional<String> url();

    /** What Usher shows it as {@code Authorization: Bearer}, if anything. */
    Optional<String> token();

    /** What it is asked about, {@code subscribe} or {@code publish}. */
    @WithDefault("subscribe")
    Set<Action> actions();

    /** The claims that it is told, as paths, beside the subject and the roles. */
    Optional<List<String>> claims();

    /** How long it may take, with the wait for a connection; less than {@code usher.access.timeout}. */
    @WithDefault("500ms")
    Duration timeout();

    /** For how long an answer holds; nothing for not at all. */
    @WithDefault("5s")
    Duration cacheFor();

    /** How many connections to it are kept open at most. */
    @WithDefault("32")
    int connections();
}

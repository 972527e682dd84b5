package dev.usher.opa;

import dev.usher.access.AccessConfig;
import dev.usher.access.AccessRule;
import dev.usher.channel.ChannelName;
import dev.usher.http.Endpoint;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.Decision;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Has the endpoint decide. There is no such rule while no URL is set. */
@Singleton
@LookupUnlessProperty(name = "usher.opa.url", stringValue = "")
final class OpaRule implements AccessRule {

    private static final Logger LOG = Logger.getLogger(OpaRule.class);

    private static final String NAME = "opa";

    private final OpaClient client;
    private final AnswerCache cache;
    private final Set<Action> actions;
    private final List<String> claims;

    @Inject
    OpaRule(Vertx vertx, OpaConfig config, AccessConfig access) {
        this(vertx, config, access, System::nanoTime);
    }

    OpaRule(Vertx vertx, OpaConfig config, AccessConfig access, LongSupplier nanos) {
        Endpoint endpoint = Endpoint.configured(
                "USHER_OPA_URL", config.url().orElse(""), "https://opa.example.com/v1/data/usher/allow");
        if (config.timeout().compareTo(access.timeout()) >= 0) {
            throw new ConfigurationException(
                    "Set usher.opa.timeout to less than usher.access.timeout, which ends the wait for every rule.");
        }
        if (config.cacheFor().isNegative()) {
            throw new ConfigurationException("Set usher.opa.cache-for to nothing or more.");
        }
        this.client = new OpaClient(vertx, endpoint, config);
        this.cache = new AnswerCache(config.cacheFor(), nanos);
        this.actions = Set.copyOf(config.actions());
        this.claims = List.copyOf(config.claims().orElse(List.of()));
        if (LaunchMode.current() == LaunchMode.NORMAL && !endpoint.isEncrypted() && !endpoint.isLoopback()) {
            LOG.warnf(
                    "USHER_OPA_URL is http: whoever is on the way to %s reads who asks for what, and can allow it.",
                    endpoint);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean concerns(Caller caller, Action action) {
        return actions.contains(action);
    }

    @Override
    public Uni<Decision> decide(Caller caller, Action action, ChannelName channel) {
        return cache.get(OpaQuestion.of(caller, action, channel, claims), client::ask)
                .map(answer -> answer.allowed()
                        ? new Decision.Allowed(
                                answer.rule().map(rule -> NAME + ":" + rule).orElse(NAME))
                        : new Decision.Denied(action, channel));
    }

    @PreDestroy
    void close() {
        client.close();
    }
}

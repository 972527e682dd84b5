package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting stands in the documentation, under its name and with its default. */
class ConfigurationDocumentedTest {

    private static final List<String> MAPPINGS = List.of(
            "dev.usher.wiring.PusherConfig",
            "dev.usher.wiring.ServerConfig",
            "dev.usher.wiring.PolicyConfig",
            "dev.usher.explain.ExplainConfig",
            "dev.usher.wiring.ConnectConfig",
            "dev.usher.mounted.MountedConfig",
            "dev.usher.wiring.IssuersConfig",
            "dev.usher.identity.TokenConfig",
            "dev.usher.identity.KeysConfig",
            "dev.usher.access.AccessConfig",
            "dev.usher.access.DecisionConfig",
            "dev.usher.opa.OpaConfig",
            "dev.usher.authorize.UserConfig",
            "dev.usher.request.RequestConfig",
            "dev.usher.request.GatewayConfig",
            "dev.usher.limits.LimitsConfig",
            "dev.usher.pusher.PublishConfig",
            "dev.usher.delivery.DeliveryConfig",
            "dev.usher.idempotency.IdempotencyConfig",
            "dev.usher.pusher.TransportConfig",
            "dev.usher.redisstream.RedisStreamConfig",
            "dev.usher.kafka.KafkaConfig",
            "dev.usher.connections.ConnectionsConfig",
            "dev.usher.redis.RedisConfig",
            "dev.usher.revocation.RevocationConfig",
            "dev.usher.shared.SharedStateConfig",
            "dev.usher.tracing.TracingConfig",
            "dev.usher.webhook.WebhookConfig");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("pusher.scheme", "https"),
            Map.entry("usher.server", "pusher"),
            Map.entry("usher.config.check-every", "10s"),
            Map.entry("usher.policy.*.actions", "subscribe"),
            Map.entry("usher.policy.*.enabled", "true"),
            Map.entry("usher.issuer.*.algorithms", "RS256,ES256"),
            Map.entry("usher.issuer.*.subject", "sub"),
            Map.entry("usher.issuer.*.shares-subjects", "false"),
            Map.entry("usher.issuer.*.roles", "groups"),
            Map.entry("usher.issuer.*.clock-skew", "30s"),
            Map.entry("usher.token.cache.entries", "100000"),
            Map.entry("usher.token.cache.bytes", "67108864"),
            Map.entry("usher.keys.refresh", "5m"),
            Map.entry("usher.keys.timeout", "3s"),
            Map.entry("usher.keys.cool-down", "10s"),
            Map.entry("usher.keys.max-stale", "24h"),
            Map.entry("usher.access.timeout", "1s"),
            Map.entry("usher.access.in-flight", "256"),
            Map.entry("usher.decisions.log-allowed", "0.01"),
            Map.entry("usher.opa.actions", "subscribe"),
            Map.entry("usher.opa.timeout", "500ms"),
            Map.entry("usher.opa.cache-for", "5s"),
            Map.entry("usher.opa.connections", "32"),
            Map.entry("usher.explain.roles", "operator"),
            Map.entry("usher.user.id", "sub"),
            Map.entry("usher.user.membership", "claims"),
            Map.entry("usher.idempotency.window", "10m"),
            Map.entry("usher.idempotency.max-keys", "100000"),
            Map.entry("usher.idempotency.max-bytes", "67108864"),
            Map.entry("usher.publish.connections", "64"),
            Map.entry("usher.publish.queue", "10000"),
            Map.entry("usher.publish.queue-bytes", "64M"),
            Map.entry("usher.publish.retries", "4"),
            Map.entry("usher.publish.failures", "10"),
            Map.entry("usher.publish.connect-timeout", "2s"),
            Map.entry("usher.publish.timeout", "5s"),
            Map.entry("usher.publish.deadline", "8s"),
            Map.entry("usher.publish.keep-alive", "30s"),
            Map.entry("usher.publish.max-connection-age", "5m"),
            Map.entry("usher.intake.redis.group", "usher"),
            Map.entry("usher.intake.redis.in-flight", "256"),
            Map.entry("usher.intake.redis.lease", "12s"),
            Map.entry("usher.intake.kafka.group", "usher"),
            Map.entry("usher.intake.kafka.in-flight", "1000"),
            Map.entry("usher.connections.end-with-token", "false"),
            Map.entry("usher.shared-state", "memory"),
            Map.entry("usher.revocation.roles", "revoker"),
            Map.entry("usher.revocation.default-duration", "24h"),
            Map.entry("usher.redis.prefix", "usher"),
            Map.entry("usher.redis.interval", "10s"),
            Map.entry("usher.limits.lag", "250ms"),
            Map.entry("usher.limits.in-flight", "4096"),
            Map.entry("usher.limits.head-timeout", "10s"),
            Map.entry("usher.limits.body-timeout", "10s"),
            Map.entry("usher.limits.answer-timeout", "30s"),
            Map.entry("usher.tracing.redacted", "url.path,url.query,client.address,user_agent.original"),
            Map.entry("usher.webhook.max-age", "6m"),
            Map.entry("usher.webhook.max-ahead", "1m"),
            Map.entry("usher.webhook.in-flight", "256"),
            Map.entry("usher.webhook.forward.retry-for", "30s"),
            Map.entry("usher.webhook.forward.timeout", "5s"),
            Map.entry("usher.webhook.forward.connections", "32"));

    @ParameterizedTest
    @MethodSource("properties")
    void isDocumented(String property, String defaultValue) throws IOException {
        String variable =
                property.replace("*", "<NAME>").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        String row = Files.readString(Path.of("docs/configuration.md"))
                .lines()
                .filter(line -> line.startsWith("|") && line.contains("`" + variable + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/configuration.md lacks " + variable));
        assertEquals(DEFAULTS.getOrDefault(property, ""), defaultValue);
        assertTrue(defaultValue.isEmpty() || row.contains("`" + defaultValue + "`"), row);
    }

    @Test
    void whatIsMisspeltIsToldFromAllOfThem() {
        Set<String> own = new TreeSet<>();
        properties().map(property -> (String) property.get()[0]).forEach(own::add);
        // Of several words, and not among these: the Channels app's, webhooks', and those that stand alone.
        own.removeIf(name -> !name.matches("usher\\.(?!webhook\\.)[^.]+\\..+"));
        assertEquals(own, new TreeSet<>(Misspelt.known()));
    }

    @Test
    void theBuiltInRulesAreTheOnesThatTheReadmeShows() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> rules = Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                .filter(line -> line.startsWith("usher.policy."))
                .toList();
        assertEquals(4, rules.size());
        rules.forEach(rule -> assertTrue(readme.contains(rule), rule));
    }

    static Stream<Arguments> properties() {
        return MAPPINGS.stream()
                .flatMap(mapping -> ConfigClass.configClass(type(mapping)).getProperties().entrySet().stream())
                // Lists have each element as a property besides.
                .filter(property -> !property.getKey().endsWith("[*]"))
                .map(property -> arguments(property.getKey(), Objects.requireNonNullElse(property.getValue(), "")));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.usher.tracing;

import dev.usher.http.Endpoint;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Understands the environment variables of OpenTelemetry, of which Quarkus has names of its own, and switches tracing off
 * where no collector is named: Quarkus would look for one on this machine. Found by its name as a service. What is in
 * mounted files it does not see, because they are found in the same way.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">OpenTelemetry:
 *     environment variable specification</a>
 */
public final class CollectorSource implements ConfigSourceFactory {

    static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    static final String DISABLED = "otel.sdk.disabled";

    private static final String QUARKUS = "quarkus.";

    /** What means the same to Quarkus. Durations do not: OpenTelemetry counts milliseconds, and Quarkus seconds. */
    private static final List<String> SAME = List.of(
            DISABLED,
            ENDPOINT,
            "otel.exporter.otlp.protocol",
            "otel.exporter.otlp.headers",
            "otel.exporter.otlp.compression",
            "otel.service.name",
            "otel.resource.attributes",
            "otel.traces.sampler.arg");

    /** What the specification advises for a protocol; Quarkus' own default is gRPC. */
    private static final Map<String, String> DEFAULTS =
            Map.of(QUARKUS + "otel.exporter.otlp.protocol", "http/protobuf");

    /** Above the defaults of Quarkus, and below everything that somebody has set. */
    private static final int ORDINAL = 200;

    /** That of the defaults of Quarkus, which nobody has set. */
    private static final int UNSET = Integer.MIN_VALUE;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> settings = new HashMap<>(DEFAULTS);
        SAME.forEach(name -> set(context, name).ifPresent(value -> settings.put(QUARKUS + name, value)));
        Optional<String> endpoint = set(context, QUARKUS + ENDPOINT).or(() -> set(context, ENDPOINT));
        endpoint.ifPresent(url -> {
            Endpoint unused = Endpoint.configured("OTEL_EXPORTER_OTLP_ENDPOINT", url, "http://collector:4318");
        });
        if (endpoint.isEmpty()) {
            settings.put(QUARKUS + DISABLED, "true");
        }
        // Who names a setting as Quarkus does has said what it is to be.
        settings.keySet().removeIf(name -> set(context, name).isPresent());
        return List.of(new Variables(settings));
    }

    private static Optional<String> set(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .filter(value -> value.getConfigSourceOrdinal() != UNSET)
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Variables, as those that they are made of: what a build finds as properties, it keeps for those who run it. */
    private static final class Variables extends EnvConfigSource {

        private static final long serialVersionUID = 1;

        Variables(Map<String, String> settings) {
            super(named(settings), ORDINAL);
        }

        private static Map<String, String> named(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(
                            setting -> setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                            Map.Entry::getValue));
        }

        @Override
        public String getName() {
            return "OpenTelemetry's variables";
        }
    }
}

package dev.usher.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectorSourceTest {

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

    @Test
    void switchesTracingOffWhereNoCollectorIsNamed() {
        assertEquals("true", config(Map.of()).getRawValue(DISABLED));
        assertEquals("true", config(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")).getRawValue(DISABLED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OTEL_EXPORTER_OTLP_ENDPOINT", "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT"})
    void tracesToTheCollectorThatIsNamed(String variable) {
        SmallRyeConfig config = config(Map.of(variable, "http://collector:4318"));
        assertFalse(config.getOptionalValue(DISABLED, Boolean.class).orElse(false));
        assertEquals("http://collector:4318", config.getRawValue(ENDPOINT));
        assertEquals("http/protobuf", config.getRawValue("quarkus.otel.exporter.otlp.protocol"));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_SDK_DISABLED, quarkus.otel.sdk.disabled, true",
        "OTEL_EXPORTER_OTLP_PROTOCOL, quarkus.otel.exporter.otlp.protocol, grpc",
        "OTEL_EXPORTER_OTLP_HEADERS, quarkus.otel.exporter.otlp.headers, x-key=k",
        "OTEL_EXPORTER_OTLP_COMPRESSION, quarkus.otel.exporter.otlp.compression, gzip",
        "OTEL_SERVICE_NAME, quarkus.otel.service.name, usher-eu",
        "OTEL_RESOURCE_ATTRIBUTES, quarkus.otel.resource.attributes, a=b",
        "OTEL_TRACES_SAMPLER_ARG, quarkus.otel.traces.sampler.arg, 0.1",
    })
    void understandsTheVariablesOfOpenTelemetry(String variable, String property, String value) {
        Map<String, String> environment = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"));
        environment.put(variable, value);
        assertEquals(value, config(environment).getRawValue(property));
    }

    @Test
    void letsTheNamesOfQuarkusWin() {
        SmallRyeConfig config = config(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://one:4318",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://another:4318",
                "OTEL_SDK_DISABLED", "true",
                "QUARKUS_OTEL_SDK_DISABLED", "false"));
        assertEquals("http://another:4318", config.getRawValue(ENDPOINT));
        assertEquals("false", config.getRawValue(DISABLED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "http://user:secret@collector:4318"})
    void refusesWhatIsNoCollector(String url) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> config(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url)));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("OTEL_EXPORTER_OTLP_ENDPOINT "), message);
        assertFalse(message.contains("secret"), message);
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .withSources(new CollectorSource())
                // As Quarkus does.
                .withDefaultValue(ENDPOINT, "http://localhost:4317/")
                .withDefaultValue("quarkus.otel.exporter.otlp.protocol", "grpc")
                .build();
    }
}

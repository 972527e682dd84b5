package dev.usher.tracing;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;

/** Puts Usher's sampler around the one that is configured. */
@Singleton
final class Sampling implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        AutoConfiguredOpenTelemetrySdkBuilder unused =
                builder.addSamplerCustomizer((configured, properties) -> new SampledAsCallers(configured));
    }
}

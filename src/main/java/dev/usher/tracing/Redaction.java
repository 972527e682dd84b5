package dev.usher.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Takes out of the spans of requests what a trace is not to tell. An attribute that has been set cannot be removed, so
 * its value becomes what the semantic conventions put in the place of one that is withheld.
 */
@Singleton
final class Redaction implements SpanProcessor {

    private static final String REDACTED = "REDACTED";

    private final List<AttributeKey<String>> redacted;

    Redaction(TracingConfig config) {
        this.redacted = config.redacted().orElse(Set.of()).stream()
                .map(AttributeKey::stringKey)
                .toList();
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() != SpanKind.SERVER) {
            return;
        }
        for (AttributeKey<String> key : redacted) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, REDACTED);
            }
        }
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}
}

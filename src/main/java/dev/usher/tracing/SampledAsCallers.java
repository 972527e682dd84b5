package dev.usher.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Has a call for several callers recorded if that of one of them is. By itself it would begin a trace of its own, which
 * is drawn anew: most of those who look at a caller's trace would find a link to nothing.
 */
final class SampledAsCallers implements Sampler {

    private final Sampler others;

    /** @param others decides about all other spans */
    SampledAsCallers(Sampler others) {
        this.others = others;
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        boolean isForSeveral = kind == SpanKind.CLIENT
                && !links.isEmpty()
                && !Span.fromContext(parent).getSpanContext().isValid();
        if (!isForSeveral) {
            return others.shouldSample(parent, traceId, name, kind, attributes, links);
        }
        boolean isRecorded =
                links.stream().anyMatch(link -> link.getSpanContext().isSampled());
        return isRecorded ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "SampledAsCallers{" + others.getDescription() + "}";
    }
}

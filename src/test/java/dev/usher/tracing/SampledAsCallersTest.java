package dev.usher.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampledAsCallersTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ParameterizedTest
    @CsvSource({"01 01, RECORD_AND_SAMPLE", "00 01, RECORD_AND_SAMPLE", "00 00, DROP"})
    void recordsACallForSeveralIfOneOfThemIsRecorded(String callers, SamplingDecision decision) {
        List<LinkData> links = Stream.of(callers.split(" ", -1))
                .map(flags -> LinkData.create(caller(flags)))
                .toList();
        for (Sampler others : List.of(Sampler.alwaysOn(), Sampler.alwaysOff())) {
            assertEquals(decision, decide(others, Context.root(), links));
        }
    }

    @Test
    void leavesAllOtherSpansToTheSamplerThatIsConfigured() {
        Context partOfATrace = Context.root().with(Span.wrap(caller("01")));
        assertEquals(SamplingDecision.DROP, decide(Sampler.alwaysOff(), Context.root(), List.of()));
        assertEquals(SamplingDecision.RECORD_AND_SAMPLE, decide(Sampler.alwaysOn(), Context.root(), List.of()));
        assertEquals(
                SamplingDecision.DROP,
                decide(Sampler.alwaysOff(), partOfATrace, List.of(LinkData.create(caller("01")))));
    }

    private static SamplingDecision decide(Sampler others, Context parent, List<LinkData> links) {
        return new SampledAsCallers(others)
                .shouldSample(parent, TRACE, "POST /batch_events", SpanKind.CLIENT, Attributes.empty(), links)
                .getDecision();
    }

    private static SpanContext caller(String flags) {
        return SpanContext.create(TRACE, "b7ad6b7169203331", TraceFlags.fromHex(flags, 0), TraceState.getDefault());
    }
}

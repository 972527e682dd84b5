package dev.usher.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the spans of calls to other servers, unless tracing is off. */
@Singleton
public final class CallSpans {

    private static final String SCOPE = "dev.usher";
    private static final String ABANDONED = "abandoned";

    private final Optional<Tracer> tracer;

    /** @param telemetry there is none in an application that was built without */
    @Inject
    CallSpans(
            Instance<OpenTelemetry> telemetry,
            @ConfigProperty(name = "quarkus." + CollectorSource.DISABLED, defaultValue = "false") boolean disabled) {
        // What is disabled makes spans all the same, and only sends them nowhere.
        this(disabled || telemetry.isUnsatisfied() ? Optional.empty() : Optional.of(telemetry.get()));
    }

    private CallSpans(Optional<OpenTelemetry> telemetry) {
        this.tracer = telemetry.map(on -> on.getTracer(SCOPE));
    }

    public static CallSpans of(OpenTelemetry telemetry) {
        return new CallSpans(Optional.of(telemetry));
    }

    /** Makes none. */
    public static CallSpans none() {
        return new CallSpans(Optional.empty());
    }

    /** The span of what is being answered here, for what is done for it later and elsewhere; an invalid one if none is. */
    public SpanContext caller() {
        return tracer.isPresent() ? Span.current().getSpanContext() : SpanContext.getInvalid();
    }

    /**
     * Makes a call, and a span from now on until it ends.
     *
     * @param making is given the span, so as to tell it of the answer's head
     * @param wrong what was wrong with an answer, if anything was: one of a few words
     */
    public <T> Uni<T> around(
            OutgoingCall call, Function<CallSpan, Uni<T>> making, Function<? super T, Optional<String>> wrong) {
        if (tracer.isEmpty()) {
            return making.apply(CallSpan.NONE);
        }
        CallSpan span = CallSpan.begin(tracer.get(), call);
        return making.apply(span)
                .invoke(answer -> wrong.apply(answer).ifPresentOrElse(span::fail, span::succeed))
                .onFailure()
                .invoke(failure -> span.fail(failure.getClass().getName()))
                .onCancellation()
                .invoke(() -> span.fail(ABANDONED));
    }
}

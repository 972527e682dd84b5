package dev.usher.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import java.util.List;

/**
 * The span of a call that is being made.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span">Semantic conventions: HTTP
 *     client span</a>
 */
public final class CallSpan {

    static final CallSpan NONE = new CallSpan(Span.getInvalid());

    // Not stable yet, and so not among the constants.
    private static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("url.template");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("messaging.batch.message_count");

    private final Span span;

    private CallSpan(Span span) {
        this.span = span;
    }

    static CallSpan begin(Tracer tracer, OutgoingCall call) {
        SpanBuilder builder = tracer.spanBuilder(call.method() + " " + call.template())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, call.method())
                .setAttribute(TEMPLATE, call.template())
                .setAttribute(ServerAttributes.SERVER_ADDRESS, call.server().host())
                .setAttribute(ServerAttributes.SERVER_PORT, (long) call.server().port());
        if (call.events() > 0) {
            builder.setAttribute(EVENTS, (long) call.events());
        }
        if (call.resends() > 0) {
            builder.setAttribute(HttpAttributes.HTTP_REQUEST_RESEND_COUNT, (long) call.resends());
        }
        relate(builder, call.callers().stream().filter(SpanContext::isValid).toList());
        return new CallSpan(builder.startSpan());
    }

    /** A part of the caller's trace; or of none of them, where there are several, with a link to each. */
    private static void relate(SpanBuilder builder, List<SpanContext> callers) {
        if (callers.size() == 1) {
            builder.setParent(Context.root().with(Span.wrap(callers.get(0))));
        } else {
            builder.setNoParent();
            callers.forEach(builder::addLink);
        }
    }

    /** The server has answered with that status. */
    public void answered(int status) {
        span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status);
    }

    void succeed() {
        span.end();
    }

    /** @param type one of a few words */
    void fail(String type) {
        span.setAttribute(ErrorAttributes.ERROR_TYPE, type);
        // Without a description, which would hold what somebody else has said.
        span.setStatus(StatusCode.ERROR);
        span.end();
    }
}

package dev.usher.delivery;

import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Shows from outside how publishing goes. No label comes from whoever publishes. */
final class DeliveryMeters {

    private static final String ACCEPTED = "accepted";

    private final MeterRegistry registry;
    private final DistributionSummary batches;

    DeliveryMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batches = DistributionSummary.builder("usher.publish.batch.size")
                .description("Events in a call to the Channels server")
                .publishPercentileHistogram(false)
                .register(registry);
    }

    /** Shows what waits, and whether the server is called. */
    void watch(Dispatcher dispatcher, Breaker breaker) {
        gauge("usher.publish.queue.events", "Events that wait for the Channels server", dispatcher::queued);
        gauge("usher.publish.queue.bytes", "What these have together", dispatcher::queuedBytes);
        gauge("usher.publish.calls.active", "Calls to the Channels server under way", dispatcher::underWay);
        gauge(
                "usher.publish.breaker.state",
                "0: calls go out; 1: one call tries; 2: none goes out",
                () -> number(breaker.state()));
    }

    private static int number(Breaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge unused = Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** Makes the call, and measures it. */
    Uni<UpstreamResult<Receipt>> measured(Call call, Supplier<Uni<UpstreamResult<Receipt>>> making) {
        batches.record(call.parts().size());
        Timer.Sample sample = Timer.start(registry);
        return making.get().invoke(result -> {
            long unused = sample.stop(Timer.builder("usher.publish.call")
                    .description("Calls to the Channels server")
                    .tag("outcome", result.fold(receipt -> ACCEPTED, failure -> failure.reason()
                            .label()))
                    .register(registry));
        });
    }

    void retried(Reason reason) {
        count("usher.publish.retries", "Calls to the Channels server that were made again", "reason", reason.label());
    }

    /** Counts an event, when it is known what becomes of it. */
    void settled(PublishOutcome outcome) {
        count("usher.publish.events", "Events, by what became of them", "outcome", outcome.fold(new Labels()));
    }

    private void count(String name, String description, String tag, String value) {
        Counter.builder(name)
                .description(description)
                .tag(tag, value)
                .register(registry)
                .increment();
    }

    private static final class Labels implements PublishOutcome.Cases<String> {

        @Override
        public String accepted(PublishOutcome.Accepted outcome) {
            return ACCEPTED;
        }

        @Override
        public String tooLarge(PublishOutcome.TooLarge outcome) {
            return "too-large";
        }

        @Override
        public String unsendable(PublishOutcome.Unsendable outcome) {
            return "unsendable";
        }

        @Override
        public String notAccepted(PublishOutcome.NotAccepted outcome) {
            return outcome.failure().reason().label();
        }
    }
}

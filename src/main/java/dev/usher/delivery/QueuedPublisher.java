package dev.usher.delivery;

import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.PublishOutcome;
import dev.usher.tracing.CallSpans;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes by way of the queue. */
@Singleton
final class QueuedPublisher implements EventPublisher {

    /** Nobody waits for longer. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** After those who bring events have stopped, and before what these are delivered with goes away. */
    private static final int DRAINING = 1000;

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final ChannelsServer server;
    private final Vertx vertx;
    private final Duration time;
    private final DeliveryMeters meters;
    private final CallSpans spans;
    private final Breaker breaker;
    private final Dispatcher dispatcher;
    private final Ending ending = new Ending();

    QueuedPublisher(
            ChannelsServer server, DeliveryConfig config, Vertx vertx, MeterRegistry registry, CallSpans spans) {
        require("queue", config.queue() >= 1, "1 or more");
        require("queue-bytes", config.queueBytes().asLongValue() >= 1, "1 or more");
        require("retries", config.retries() >= 0, "0 or more");
        require("failures", config.failures() >= 1, "1 or more");
        require(
                "deadline",
                config.deadline().compareTo(SHORTEST) >= 0 && config.deadline().compareTo(LONGEST) <= 0,
                "1ms or more, and at most 24h");
        this.breaker = new Breaker(config.failures(), System::nanoTime, this::abandon);
        this.server = server;
        this.vertx = vertx;
        this.spans = spans;
        this.time = config.deadline();
        this.meters = new DeliveryMeters(registry);
        EventLoops loops = new EventLoops(vertx);
        Attempts attempts = new Attempts(server, new Retries(config.retries()), meters, loops::pause, breaker);
        this.dispatcher = new Dispatcher(
                new Lanes(server.limits(), config.queue(), config.queueBytes().asLongValue()),
                breaker,
                server.connections(),
                loops,
                attempts::deliver);
        meters.watch(dispatcher, breaker);
    }

    private static void require(String setting, boolean right, String expected) {
        if (!right) {
            throw new ConfigurationException("Set usher.publish." + setting + " to " + expected + ".");
        }
    }

    Breaker.State state() {
        return breaker.state();
    }

    @Override
    public int maxDataBytes() {
        return server.limits().dataBytes();
    }

    @Override
    public Uni<List<PublishOutcome>> publish(List<Event> events) {
        return deliver(events, false);
    }

    @Override
    public Uni<List<PublishOutcome>> publishInOrder(List<Event> events) {
        return deliver(events, true);
    }

    private Uni<List<PublishOutcome>> deliver(List<Event> events, boolean ordered) {
        return Uni.createFrom().deferred(() -> {
            @Nullable Context caller = Vertx.currentContext();
            Shipment shipment =
                    new Shipment(events, ordered, server, new Deadline(time, System::nanoTime), spans.caller());
            var unused = shipment.outcome().thenAccept(settled -> settled.forEach(meters::settled));
            if (!shipment.isDone()) {
                ending.follow(events.size(), shipment.outcome());
                long timer = vertx.setTimer(time.toMillis(), late -> shipment.expire());
                unused = shipment.outcome().thenRun(() -> vertx.cancelTimer(timer));
                dispatcher.submit(shipment);
            }
            Uni<List<PublishOutcome>> outcomes = Uni.createFrom().completionStage(shipment.outcome());
            if (ordered) {
                outcomes = outcomes.onCancellation().invoke(shipment::giveUpUnsent);
            }
            return caller == null ? outcomes : outcomes.emitOn(answer -> caller.runOnContext(now -> answer.run()));
        });
    }

    private void abandon(UpstreamFailure failure) {
        dispatcher.abandon(failure);
    }

    /** Waits, on the thread that does nothing else but to end. */
    void drain(@Observes @Priority(DRAINING) ShutdownEvent event) throws InterruptedException {
        ending.begin();
        CountDownLatch idle = new CountDownLatch(1);
        dispatcher.close(idle::countDown);
        if (!idle.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            dispatcher.abandon(new UpstreamFailure(Reason.OUT_OF_TIME));
        }
        ending.report();
    }
}

package dev.usher.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Closes the connections of clients that take their time, to begin with a request, to end its head, or to let an answer
 * in, and of those that ask on and on without it. The HTTP layer's own timeout begins anew with every byte, and lets
 * nobody in where connections are made; so all of them are looked at now and then, each by its own event loop.
 */
@Singleton
final class SlowConnections {

    private static final AttributeKey<Pace> PACE = AttributeKey.valueOf(SlowConnections.class, "pace");

    /** Ten thousand connections are looked at in a millisecond or so. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How much later than its time a connection may be closed, as a part of that time. */
    private static final int PARTS = 4;

    /** Ahead of whatever may answer. */
    private static final int PRIORITY = 1_001;

    private final Patience patience;
    private final Vertx vertx;
    private final Refusals refusals;
    private final List<ScheduledFuture<?>> sweeps = new ArrayList<>();

    SlowConnections(LimitsConfig config, Vertx vertx, Refusals refusals) {
        this.patience = new Patience(
                config.headTimeout().toNanos(), config.answerTimeout().toNanos());
        this.vertx = vertx;
        this.refusals = refusals;
    }

    void begin(@Observes StartupEvent event) {
        long pause = Math.min(LONGEST_PAUSE.toNanos(), Math.min(patience.headNanos(), patience.answerNanos()) / PARTS);
        for (EventExecutor eventLoop : ((VertxInternal) vertx).getEventLoopGroup()) {
            if (eventLoop instanceof SingleThreadEventLoop loop) {
                sweeps.add(loop.scheduleWithFixedDelay(() -> sweep(loop), pause, pause, TimeUnit.NANOSECONDS));
            }
        }
    }

    /** From its first request on, a connection is watched, and not only when it is looked at for the first time. */
    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    paceOf(((ConnectionBase) context.request().connection()).channel())
                            .watch();
                    context.next();
                },
                PRIORITY);
    }

    void end(@Observes ShutdownEvent event) {
        sweeps.forEach(sweep -> sweep.cancel(false));
    }

    private void sweep(SingleThreadEventLoop eventLoop) {
        List<Channel> accepted = new ArrayList<>();
        eventLoop.registeredChannelsIterator().forEachRemaining(channel -> {
            // Those that Usher opened itself have no parent.
            if (channel.parent() != null) {
                accepted.add(channel);
            }
        });
        accepted.forEach(channel -> paceOf(channel).check());
    }

    private Pace paceOf(Channel channel) {
        Pace pace = channel.attr(PACE).get();
        if (pace == null) {
            pace = new Pace(channel, patience, System::nanoTime, reason -> end(channel, reason));
            channel.attr(PACE).set(pace);
        }
        return pace;
    }

    private void end(Channel channel, Refusal reason) {
        if (channel.isOpen()) {
            refusals.count(reason);
            if (reason != Refusal.SLOW_HEAD) {
                // Otherwise the system would keep for minutes what the client does not take.
                boolean unused = channel.config().setOption(ChannelOption.SO_LINGER, 0);
            }
            // At once: from the other end of the pipeline, Vert.x would first wait for what is not taken.
            ChannelFuture unused = channel.pipeline().firstContext().close();
        }
    }
}

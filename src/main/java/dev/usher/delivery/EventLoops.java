package dev.usher.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/**
 * Runs what is made for several callers at once, one event loop after another, and on a context that is nobody's: none of
 * them is to see what belongs to the request of another.
 */
final class EventLoops implements Executor {

    private final Vertx vertx;
    private final List<Context> contexts;
    private final AtomicInteger next = new AtomicInteger();

    EventLoops(Vertx vertx) {
        VertxInternal inside = (VertxInternal) vertx;
        this.vertx = vertx;
        this.contexts = StreamSupport.stream(inside.getEventLoopGroup().spliterator(), false)
                .<Context>map(loop -> inside.createEventLoopContext())
                .toList();
    }

    @Override
    public void execute(Runnable task) {
        Context context = contexts.get(Math.floorMod(next.getAndIncrement(), contexts.size()));
        context.runOnContext(now -> task.run());
    }

    /** Goes on after that time, on the event loop from which it is asked. */
    Uni<Void> pause(Duration time) {
        return Uni.createFrom().emitter(emitter -> {
            long unused = vertx.setTimer(Math.max(1, time.toMillis()), over -> emitter.complete(null));
        });
    }
}

package dev.usher.limits;

import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/**
 * Tells how far an event loop is behind by its turns. In one turn, it comes to every connection on which something has
 * arrived, and then to the tasks that wait. So a task that is given to it with a turn's first call tells, as long as it
 * has not been run, for how long the turn has lasted; and the calls that come up late in a turn have waited as long.
 */
@Singleton
@DefaultBean
final class Turns implements Congestion {

    /**
     * A turn is worth so many calls, however long it lasts: else a pause of the JVM, or the very first call, for which
     * classes are loaded, would be taken for a storm by those that came along with it.
     */
    static final int ALWAYS_ANSWERED = 32;

    private final FastThreadLocal<Turn> turns = new FastThreadLocal<>() {
        @Override
        protected Turn initialValue() {
            return new Turn(System::nanoTime);
        }
    };

    @Override
    public long lagNanos() {
        return turns.get().lagNanos(((ContextInternal) Vertx.currentContext()).nettyEventLoop());
    }

    /** That of one event loop, and only touched there. */
    static final class Turn {

        private final MonotonicClock clock;
        private boolean lasts;
        private long began;
        private int calls;

        Turn(MonotonicClock clock) {
            this.clock = clock;
        }

        long lagNanos(Executor eventLoop) {
            if (!lasts) {
                lasts = true;
                calls = 0;
                began = clock.nanos();
                eventLoop.execute(() -> lasts = false);
            }
            calls++;
            return calls <= ALWAYS_ANSWERED ? 0 : clock.nanos() - began;
        }
    }
}

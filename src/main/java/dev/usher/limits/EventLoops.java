package dev.usher.limits;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Knows how late each event loop is. Measures while there are calls, and rests when there are none. */
@Singleton
@DefaultBean
final class EventLoops implements Congestion {

    /** How much longer the calls of servers may wait than those of browsers. */
    private static final int PATIENCE_WITH_SERVERS = 2;

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final long STALE_NANOS = Duration.ofSeconds(2).toNanos();

    private final long lagNanos;
    private final VertxInternal vertx;
    private final Map<EventLoop, Watch> watches = new ConcurrentHashMap<>();

    EventLoops(LimitsConfig config, Vertx vertx) {
        this.lagNanos = config.lag().toNanos();
        this.vertx = (VertxInternal) vertx;
    }

    /** Before the first call. */
    void begin(@Observes StartupEvent event) {
        for (EventExecutor executor : vertx.getEventLoopGroup()) {
            Watch watch = new Watch();
            watches.put((EventLoop) executor, watch);
            watch.echo.open((EventLoop) executor);
        }
    }

    void end(@Observes ShutdownEvent event) {
        watches.values().forEach(watch -> watch.echo.close());
    }

    @Override
    public boolean admits(Traffic traffic) {
        Watch watch = watches.get(((ContextInternal) Vertx.currentContext()).nettyEventLoop());
        return watch == null || watch.admits(traffic);
    }

    /** That of one event loop, and only touched there. */
    private final class Watch {

        private final Echo echo = new Echo(vertx.transport().datagramChannel(), System::nanoTime, this::heard);
        private final Admission browsers = new Admission(lagNanos);
        private final Admission servers = new Admission(lagNanos * PATIENCE_WITH_SERVERS);
        private long heardAt = System.nanoTime();
        private long notedNanos;
        private int calls;

        boolean admits(Traffic traffic) {
            listen();
            Admission admission = traffic == Traffic.SERVERS ? servers : browsers;
            return admission.admits(ThreadLocalRandom.current().nextDouble());
        }

        private void listen() {
            calls++;
            if (echo.isAwaited()) {
                noteAge(echo.ageNanos());
            } else {
                measure();
            }
        }

        /** In a storm, a measurement takes as long as calls wait: too long to learn of it only then. */
        private void noteAge(long nanos) {
            if (nanos - notedNanos >= lagNanos) {
                notedNanos = nanos;
                browsers.stillMeasuring(nanos, calls);
                servers.stillMeasuring(nanos, calls);
            }
        }

        private void measure() {
            long silence = System.nanoTime() - heardAt;
            if (silence > STALE_NANOS) {
                browsers.forget();
                servers.forget();
            }
            if (silence > PAUSE_NANOS) {
                calls = 1;
                notedNanos = 0;
                echo.send();
            }
        }

        private void heard(long nanos) {
            heardAt = System.nanoTime();
            browsers.measured(nanos, calls);
            servers.measured(nanos, calls);
        }
    }
}

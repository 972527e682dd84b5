package dev.usher.intake;

import dev.usher.intake.Verdict.Later;
import dev.usher.intake.Verdict.Poison;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What can be seen from outside of a source: what became of its records, and how it is. Safe for any thread. */
public final class Source {

    private static final Logger LOG = Logger.getLogger(Source.class);

    private final String name;
    private final MeterRegistry registry;
    private final Counter published;
    private final Counter deadLettered;
    private final Counter later;
    private final Counter inDoubt;
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicInteger untold = new AtomicInteger();

    Source(String name, MeterRegistry registry) {
        this.name = name;
        this.registry = registry;
        this.published = counter("published");
        this.deadLettered = counter("dead-lettered");
        this.later = counter("later");
        this.inDoubt = counter("in-doubt");
        Gauge.builder("usher.intake.in.work", inWork, AtomicInteger::get)
                .description("Records that were read and are not settled yet")
                .tag("source", name)
                .register(registry);
        Gauge.builder("usher.intake.connected", connected, there -> there.get() ? 1 : 0)
                .description("1: it can be read; 0: it cannot")
                .tag("source", name)
                .register(registry);
    }

    private Counter counter(String outcome) {
        return Counter.builder("usher.intake.records")
                .description("What became of records: in the end, or for now")
                .tag("source", name)
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * Shows how far it is behind.
     *
     * @param log which of its logs, such as a stream's key
     * @param lag how many records of it nobody has acknowledged; not a number where that is not known
     */
    public void showLag(String log, Supplier<Number> lag) {
        Gauge.builder("usher.intake.lag", lag)
                .description("Records that nobody has acknowledged, at the pod that reads them")
                .tag("source", name)
                .tag("log", log)
                .strongReference(true)
                .register(registry);
    }

    /** The log can be read. */
    public void connected() {
        boolean before = connected.getAndSet(true);
        if (!before) {
            LOG.infof("The source %s is there.", name);
        }
        reported.set(false);
    }

    /** The log cannot be read for now; says so the first time. */
    public void lost(Throwable failure) {
        connected.set(false);
        if (reported.compareAndSet(false, true)) {
            LOG.warnf(
                    "The source %s cannot be read (%s): this is tried again until it can be, and nothing is lost meanwhile.",
                    name, failure);
        }
    }

    /** What became of a record could not be written where that is kept, for one more key; says so for the first. */
    void untold(Throwable failure) {
        if (untold.getAndIncrement() == 0) {
            LOG.warnf(
                    "The source %s does not take what became of a record (%s): this is tried again until it does, and what is"
                            + " behind that record waits.",
                    name, failure);
        }
    }

    /** What could not be written for a key has been, or is left to others. */
    void told() {
        if (untold.decrementAndGet() == 0) {
            LOG.infof("The source %s takes again what became of its records.", name);
        }
    }

    void took(int records) {
        inWork.addAndGet(records);
    }

    void gaveBack(int records) {
        inWork.addAndGet(-records);
    }

    void published(int records) {
        published.increment(records);
        if (stalled.compareAndSet(true, false)) {
            LOG.infof("Records of %s are published again.", name);
        }
    }

    void putAside(Poison poison) {
        deadLettered.increment();
        LOG.warnf("A record of %s can never be published, and was put aside: %s", name, poison.detail());
    }

    /** Says so the first time; what is in doubt may arrive twice. */
    void stalled(Later first, int records) {
        (first.inDoubt() ? inDoubt : later).increment();
        later.increment(records - 1);
        if (stalled.compareAndSet(false, true)) {
            LOG.warnf("Records of %s wait, and are tried again until they are published: %s", name, first.why());
        }
    }

    String name() {
        return name;
    }

    /** Whether the log can be read. */
    public boolean isConnected() {
        return connected.get();
    }

    boolean isStalled() {
        return stalled.get();
    }

    /** Whether there is a key that waits until what became of a record can be written. */
    boolean isUntold() {
        return untold.get() > 0;
    }

    int inWork() {
        return inWork.get();
    }
}

package dev.usher.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a {@link ScriptedChannels} has seen, for those who ask or wait for it. */
final class ScriptedLedger {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<ScriptedCall> calls = new ArrayList<>();
    private final List<UpstreamEvent> taken = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int connections;
    private int open;
    private int heads;
    private int underWay;
    private int mostUnderWay;

    synchronized int connected() {
        open++;
        return ++connections;
    }

    synchronized void disconnected() {
        open--;
        notifyAll();
    }

    synchronized int head() {
        return ++heads;
    }

    synchronized void called(ScriptedCall call) {
        calls.add(call);
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        notifyAll();
    }

    synchronized void done() {
        underWay--;
    }

    synchronized void took(List<UpstreamEvent> events) {
        for (UpstreamEvent event : events) {
            taken.add(event.taken(taken.size() + 1));
        }
        notifyAll();
    }

    synchronized void fault(String what) {
        faults.add(what);
    }

    synchronized List<ScriptedCall> calls() {
        return List.copyOf(calls);
    }

    synchronized List<UpstreamEvent> taken() {
        return List.copyOf(taken);
    }

    /** How many were taken, without a copy of them. */
    synchronized int takenCount() {
        return taken.size();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int open() {
        return open;
    }

    synchronized int mostUnderWay() {
        return mostUnderWay;
    }

    void awaitTaken(int count) throws InterruptedException {
        await(count + " events taken", () -> taken.size() >= count);
    }

    void awaitCalls(int count) throws InterruptedException {
        await(count + " calls", () -> calls.size() >= count);
    }

    void awaitOpen(int count) throws InterruptedException {
        await(count + " connections open", () -> open == count);
    }

    private synchronized void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("expected %s; there were %d events taken, %d calls, %d connections open"
                        .formatted(what, taken.size(), calls.size(), open));
            }
            wait(left);
        }
    }
}

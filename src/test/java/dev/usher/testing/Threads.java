package dev.usher.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Which thread last did what, and how often it was done. */
public final class Threads {

    private static final Map<String, List<String>> NOTES = new HashMap<>();

    private Threads() {}

    /** Notes that the current thread does this. */
    public static void note(String what) {
        synchronized (NOTES) {
            NOTES.computeIfAbsent(what, none -> new ArrayList<>())
                    .add(Thread.currentThread().getName());
            NOTES.notifyAll();
        }
    }

    /** The name of the thread that last did this, or "nobody". */
    public static String last(String what) {
        synchronized (NOTES) {
            List<String> names = NOTES.getOrDefault(what, List.of("nobody"));
            return names.get(names.size() - 1);
        }
    }

    /** Waits until this has been done so many times. */
    public static void awaitNotes(String what, int times, long seconds) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(seconds);
        synchronized (NOTES) {
            while (NOTES.getOrDefault(what, List.of()).size() < times) {
                long left = Duration.between(Instant.now(), end).toMillis();
                if (left <= 0) {
                    throw new AssertionError(what + ": " + NOTES.getOrDefault(what, List.of()));
                }
                NOTES.wait(left);
            }
        }
    }

    public static void forget() {
        synchronized (NOTES) {
            NOTES.clear();
        }
    }

    /** Notes who writes lines that begin so; the logger must write them all. */
    public static Handler noting(String what, String beginning) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (String.valueOf(record.getMessage()).startsWith(beginning)) {
                    note(what);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}

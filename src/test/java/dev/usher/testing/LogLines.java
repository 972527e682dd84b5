package dev.usher.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that Usher logs from the first moment of a test to its last. */
public final class LogLines extends Handler {

    private static final Logger USHER = Logger.getLogger("dev.usher");

    private final Queue<String> all = new ConcurrentLinkedQueue<>();

    /** Begins to listen, to every level. */
    public void listen() {
        listen(Level.ALL);
    }

    /** Begins to listen, to that level and above. */
    public void listen(Level level) {
        USHER.setLevel(level);
        USHER.addHandler(this);
    }

    public void leave() {
        USHER.removeHandler(this);
        USHER.setLevel(null);
    }

    /** The line about the problem of that instance. */
    public String line(String instance) {
        return all.stream()
                .filter(line -> line.contains(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError(instance + " is not in " + this));
    }

    @Override
    public void publish(LogRecord record) {
        all.add(new SimpleFormatter().format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return String.join("", all);
    }
}

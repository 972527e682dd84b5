package dev.usher.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * All that Usher logs from the first moment of a test to its last, where a test has it as an extension. The field is
 * static: a {@code @QuarkusTest} runs its methods on another instance than the one that extensions are taken from.
 */
public final class LogLines extends Handler implements BeforeEachCallback, AfterEachCallback {

    private static final Logger USHER = Logger.getLogger("dev.usher");

    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Level from;

    /** Of every level. */
    public LogLines() {
        this(Level.ALL);
    }

    /** Of that level and above. */
    public LogLines(Level from) {
        this.from = from;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        all.clear();
        USHER.setLevel(from);
        USHER.addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
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

package dev.usher.testing;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;

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

    /** Notes who verifies tokens, before it is done as always. */
    @Decorator
    @Priority(10)
    abstract static class NotingParser implements JWTParser {

        private final JWTParser parser;

        @Inject
        NotingParser(@Delegate JWTParser parser) {
            this.parser = parser;
        }

        @Override
        public JsonWebToken parse(String token) throws ParseException {
            note("verify");
            return parser.parse(token);
        }
    }
}

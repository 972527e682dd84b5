package dev.usher.testing;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Notes who verifies tokens, and has them verified as always. */
    @Alternative
    @Priority(1)
    @ApplicationScoped
    static class NotingFactory extends JWTCallerPrincipalFactory {

        private final JWTCallerPrincipalFactory delegate = new DefaultJWTCallerPrincipalFactory();

        @Override
        public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
            note("verify");
            return delegate.parse(token, context);
        }
    }
}

package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends the wait for a body: a client that sends one byte now and then would have Usher hold what it has for as long as it
 * likes. The setting rides along with the request, because whoever reads a body has nothing else.
 */
final class BodyTimeout {

    private static final String KEY = "usher.body-timeout";
    private static final long NO_TIMER = -1;

    private final @Nullable Context context;
    private final @Nullable Duration timeout;
    private long timer = NO_TIMER;

    private BodyTimeout(@Nullable Context context) {
        this.context = context;
        this.timeout = context == null ? null : context.getLocal(KEY);
    }

    /** Says how long the body of the current request may take. */
    static void set(Duration timeout) {
        Vertx.currentContext().putLocal(KEY, timeout);
    }

    /** That of the current request. */
    static BodyTimeout current() {
        return new BodyTimeout(Vertx.currentContext());
    }

    void start(Runnable late) {
        if (context != null && timeout != null) {
            timer = context.owner().setTimer(timeout.toMillis(), fired -> late.run());
        }
    }

    void cancel() {
        if (context != null && timer != NO_TIMER) {
            context.owner().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** The connection is of no use any more: what is left of the body would have to be waited for. */
    Problem problem() {
        return Problem.of(
                        ProblemType.REQUEST_TIMEOUT,
                        "The body was not there within usher.limits.body-timeout (USHER_LIMITS_BODY_TIMEOUT).")
                .withHeader("Connection", "close");
    }
}

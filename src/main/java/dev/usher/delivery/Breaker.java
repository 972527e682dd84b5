package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Stops calling a server that is not well, and lets one call see from time to time whether it is again. Safe for use by
 * any number of threads.
 */
final class Breaker {

    private static final Logger LOG = Logger.getLogger(Breaker.class);

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final int mostFailures;
    private final LongSupplier nanoTime;
    private State state = State.CLOSED;
    private int failures;
    private boolean trying;
    private Duration pause = FIRST_PAUSE;
    private long reopensAt;
    private Optional<UpstreamFailure> last = Optional.empty();

    /**
     * One that lets calls through.
     *
     * @param mostFailures in a row, with no success between, that it bears less one
     * @param nanoTime of which only differences mean something, as of {@link System#nanoTime()}
     */
    Breaker(int mostFailures, LongSupplier nanoTime) {
        this.mostFailures = mostFailures;
        this.nanoTime = nanoTime;
    }

    synchronized State state() {
        return state;
    }

    /** Why nothing is to be sent now, and when it can be; empty if it can. */
    synchronized Optional<UpstreamFailure> refusal() {
        Duration left = left();
        return state != State.OPEN || left.isZero() || left.isNegative()
                ? Optional.empty()
                : last.map(failure -> new UpstreamFailure(failure.reason(), Optional.of(left)));
    }

    /** Whether a call can be made. */
    synchronized boolean permits() {
        return switch (state) {
            case CLOSED -> true;
            case HALF_OPEN -> !trying;
            case OPEN -> refusal().isEmpty();
        };
    }

    /** A call is made, as is permitted. */
    synchronized void begin() {
        if (state == State.OPEN) {
            state = State.HALF_OPEN;
        }
        trying = state == State.HALF_OPEN;
    }

    /** The server did what it was asked, or found something wrong with that: it is there. */
    synchronized void succeeded() {
        if (state != State.CLOSED) {
            LOG.info("The Channels server answers again.");
        }
        state = State.CLOSED;
        failures = 0;
        trying = false;
        pause = FIRST_PAUSE;
    }

    /** The server did not do what it was asked. Answers whether this is when the calling stops. */
    synchronized boolean failed(UpstreamFailure failure) {
        failures++;
        boolean opens = state == State.HALF_OPEN || (state == State.CLOSED && failures >= mostFailures);
        if (opens) {
            pause = state == State.HALF_OPEN ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : FIRST_PAUSE;
            Duration wait = failure.retryAfter()
                    .filter(told -> told.compareTo(pause) > 0)
                    .orElse(pause);
            LOG.warnf(
                    "The Channels server is not called for %d ms (%s); events are told to come back meanwhile.",
                    wait.toMillis(), failure.reason());
            state = State.OPEN;
            trying = false;
            reopensAt = nanoTime.getAsLong() + wait.toNanos();
            last = Optional.of(failure);
        }
        return opens;
    }

    private Duration left() {
        return Duration.ofNanos(reopensAt - nanoTime.getAsLong());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

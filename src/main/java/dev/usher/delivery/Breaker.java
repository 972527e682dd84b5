package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** What a server asks for is kept, but nobody stays away for hours by a mistake. */
    static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final int mostFailures;
    private final LongSupplier nanoTime;
    private final Consumer<UpstreamFailure> opened;

    /** All below is guarded by this object's lock. */
    private State state = State.CLOSED;

    /** What calls begun from now on are made with; another one after each opening. */
    private Pass current = new Pass();

    private int failures;
    private boolean trying;
    private Duration pause = FIRST_PAUSE;
    private long reopensAt;
    private UpstreamFailure last = new UpstreamFailure(Reason.UNREACHABLE);

    /**
     * One that lets calls through.
     *
     * @param mostFailures in a row, with no success between, that it bears less one
     * @param nanoTime of which only differences mean something, as of {@link System#nanoTime()}
     * @param opened is told when the calling stops, and why
     */
    Breaker(int mostFailures, LongSupplier nanoTime, Consumer<UpstreamFailure> opened) {
        this.mostFailures = mostFailures;
        this.nanoTime = nanoTime;
        this.opened = opened;
    }

    /** As it is for whoever calls next. */
    synchronized State state() {
        return state == State.OPEN && !isClosedFor() ? State.HALF_OPEN : state;
    }

    /** Why nothing is to be sent now, and when it can be; empty if it can, or if that is being tried. */
    synchronized Optional<UpstreamFailure> refusal() {
        return isClosedFor() ? Optional.of(new UpstreamFailure(last.reason(), Optional.of(left()))) : Optional.empty();
    }

    /** Why calls failed when they last did. */
    synchronized UpstreamFailure last() {
        return last;
    }

    /** Lets a call through, if one can be made. It has to be told how that ended. */
    synchronized Optional<Pass> enter() {
        if (state == State.CLOSED) {
            return Optional.of(current);
        }
        if (isClosedFor() || (state == State.HALF_OPEN && trying)) {
            return Optional.empty();
        }
        state = State.HALF_OPEN;
        trying = true;
        return Optional.of(current);
    }

    private boolean isClosedFor() {
        Duration left = left();
        return state == State.OPEN && !left.isZero() && !left.isNegative();
    }

    private Duration left() {
        return Duration.ofNanos(reopensAt - nanoTime.getAsLong());
    }

    private synchronized void succeeded() {
        if (state != State.CLOSED) {
            LOG.info("The Channels server answers again.");
        }
        state = State.CLOSED;
        failures = 0;
        trying = false;
        pause = FIRST_PAUSE;
    }

    /** Answers whether this is when the calling stops. */
    private synchronized boolean failed(Pass pass, UpstreamFailure failure) {
        if (pass != current) {
            // Begun before the calling stopped, for which it is no news.
            return false;
        }
        failures++;
        last = failure;
        if (state == State.CLOSED && failures < mostFailures) {
            return false;
        }
        pause = state == State.HALF_OPEN ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : FIRST_PAUSE;
        Duration asked = shorter(failure.retryAfter().orElse(Duration.ZERO), LONGEST_ASKED_FOR);
        Duration wait = shorter(pause, asked).equals(pause) ? asked : pause;
        LOG.warnf(
                "The Channels server is not called for %d ms (%s); events are told to come back meanwhile.",
                wait.toMillis(), failure.reason());
        state = State.OPEN;
        trying = false;
        current = new Pass();
        reopensAt = nanoTime.getAsLong() + wait.toNanos();
        return true;
    }

    private synchronized void givenBack(Pass pass) {
        trying &= pass != current;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** That a call can be made. */
    final class Pass {

        /** It was made. Where the server found something wrong with what it was asked, it is there all the same. */
        void ended(Optional<UpstreamFailure> failure) {
            if (failure.isEmpty() || failure.get().reason().isOfTheRequest()) {
                succeeded();
            } else if (failed(this, failure.get())) {
                // Outside of the lock, because it looks at the queue.
                opened.accept(failure.get());
            }
        }

        /** It was not made, or nothing is known of the server after it. */
        void giveBack() {
            givenBack(this);
        }
    }
}

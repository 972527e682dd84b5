package dev.usher.access;

import dev.usher.access.Ruling.Reason;
import dev.usher.access.Ruling.Undecided;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A rule that cannot hold anything up: it has so long to answer, and so many questions before it. After several
 * timeouts in a row it rests, and then one question finds out whether it is well again.
 */
final class GuardedRule {

    private static final Logger LOG = Logger.getLogger(GuardedRule.class);

    private final AccessRule rule;
    private final String name;
    private final Duration timeout;

    /** Only ever tried, never waited for. */
    private final Semaphore free;

    private final Rest rest;

    /** @param nanos a clock that only ever goes forward */
    GuardedRule(AccessRule rule, Duration timeout, int inFlight, LongSupplier nanos) {
        this.rule = rule;
        this.name = rule.name();
        this.timeout = timeout;
        this.free = new Semaphore(inFlight);
        this.rest = new Rest(Ruling.RETRY_AFTER, nanos);
    }

    String name() {
        return name;
    }

    /** One that fails to say is asked, and then fails where that is seen. */
    boolean concerns(Caller caller, Action action) {
        try {
            return rule.concerns(caller, action);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The rule %s failed", name);
            return true;
        }
    }

    /** What the rule says; never fails. */
    Uni<Ruling> ask(Caller caller, Action action, ChannelName channel) {
        return Uni.createFrom().deferred(() -> {
            if (!rest.mayAsk()) {
                return undecided(Reason.RESTING, "");
            }
            if (!free.tryAcquire()) {
                return undecided(Reason.OVERLOADED, "");
            }
            return answer(caller, action, channel).onTermination().invoke(() -> free.release());
        });
    }

    private Uni<Ruling> answer(Caller caller, Action action, ChannelName channel) {
        return Uni.createFrom()
                .deferred(() -> rule.decide(caller, action, channel))
                .onItem()
                .ifNull()
                .failWith(() -> new NullPointerException("the rule gave no decision"))
                .ifNoItem()
                .after(timeout)
                .fail()
                .invoke(rest::answered)
                .<Ruling>map(decision ->
                        decision.fold(allowed -> new Ruling.Allowed(allowed.rule()), denied -> new Ruling.Denied()))
                .onFailure()
                .recoverWithUni(this::notAnswered);
    }

    private Uni<Ruling> notAnswered(Throwable failure) {
        LOG.debugf(failure, "The rule %s failed", name);
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            rest.timedOut();
            return undecided(Reason.TIMEOUT, "");
        }
        // What fails at once holds nothing up. Were it to rest for that, a caller could have it denied to others by
        // claims that it stumbles over.
        rest.answered();
        return undecided(Reason.FAILED, nature(failure));
    }

    /** Of a failure that was not meant for the log, the message might hold anything. */
    private static String nature(Throwable failure) {
        String said = failure instanceof CannotDecideException ? failure.getMessage() : null;
        return said == null ? failure.getClass().getSimpleName() : said;
    }

    private Uni<Ruling> undecided(Reason reason, String cause) {
        return Uni.createFrom().item(new Undecided(name, reason, cause));
    }
}

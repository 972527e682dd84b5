package dev.usher.access;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Duration;
import java.util.List;

/** The application's own rules, all of them asked at the same time: like the policy's, they have no order. */
@Singleton
final class OwnRules {

    /** Nobody waits for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final List<GuardedRule> rules;

    @Inject
    OwnRules(@Any Instance<AccessRule> rules, AccessConfig config) {
        this(rules.stream().toList(), config.timeout(), config.inFlight());
    }

    OwnRules(List<AccessRule> rules, Duration timeout, int inFlight) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("Set usher.access.timeout to 1ms or more, and at most 1m.");
        }
        if (inFlight < 1) {
            throw new ConfigurationException("Set usher.access.in-flight to 1 or more.");
        }
        this.rules = rules.stream()
                .map(rule -> new GuardedRule(rule, timeout, inFlight, System::nanoTime))
                .toList();
    }

    /** Whether one of them might allow the caller the action on some channel. */
    boolean concern(Caller caller, Action action) {
        return rules.stream().anyMatch(rule -> rule.concerns(caller, action));
    }

    /** The names of those that might. */
    List<String> names(Caller caller, Action action) {
        return rules.stream()
                .filter(rule -> rule.concerns(caller, action))
                .map(GuardedRule::name)
                .toList();
    }

    /** What they say; never fails, and goes on on the event loop that it was asked on. */
    Uni<Ruling> ask(Caller caller, Action action, ChannelName channel) {
        List<Uni<Ruling>> asked = rules.stream()
                .filter(rule -> rule.concerns(caller, action))
                .map(rule -> rule.ask(caller, action, channel))
                .toList();
        return switch (asked.size()) {
            case 0 -> Uni.createFrom().item(new Ruling.Denied());
            case 1 -> resumingHere(asked.get(0));
            default -> resumingHere(first(asked));
        };
    }

    private static Uni<Ruling> first(List<Uni<Ruling>> asked) {
        List<Uni<Ruling>> allowing = asked.stream()
                .map(uni -> uni.onItem().transformToUni(OwnRules::orFail))
                .toList();
        return Uni.join()
                .first(allowing)
                .withItem()
                .onFailure(CompositeException.class)
                .recoverWithItem(none -> worst((CompositeException) none));
    }

    private static Uni<Ruling> orFail(Ruling ruling) {
        return ruling instanceof Ruling.Allowed
                ? Uni.createFrom().item(ruling)
                : Uni.createFrom().failure(new NotAllowedException(ruling));
    }

    /** As long as one has not answered, it is not known that all deny. */
    private static Ruling worst(CompositeException none) {
        return none.getCauses().stream()
                .map(cause -> ((NotAllowedException) cause).ruling)
                .filter(Ruling.Undecided.class::isInstance)
                .findFirst()
                .orElseGet(Ruling.Denied::new);
    }

    private static Uni<Ruling> resumingHere(Uni<Ruling> ruling) {
        Context here = Vertx.currentContext();
        return here == null ? ruling : ruling.emitOn(task -> here.runOnContext(now -> task.run()));
    }

    /** Has the next one be waited for. */
    private static final class NotAllowedException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient Ruling ruling;

        NotAllowedException(Ruling ruling) {
            super("not allowed", null, false, false);
            this.ruling = ruling;
        }
    }
}

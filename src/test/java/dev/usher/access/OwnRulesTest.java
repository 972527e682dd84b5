package dev.usher.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.access.Ruling.Allowed;
import dev.usher.access.Ruling.Denied;
import dev.usher.access.Ruling.Reason;
import dev.usher.access.Ruling.Undecided;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.policy.Decision;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of rules that say yes, no, or nothing, alone and beside each other. */
class OwnRulesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Caller CALLER = new Caller("42", Set.of(), new Claims(Map.of()));
    private static final ChannelName CHANNEL = new ChannelName("private-x");

    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @CsvSource({
        "yes, allow",
        "no, deny",
        "throws, undecided",
        "fails, undecided",
        "null, undecided",
        "nothing, undecided",
        "nameless, undecided",
        "hangs, undecided",
        "no no, deny",
        "no yes, allow",
        "yes no, allow",
        "hangs yes, allow",
        "yes hangs, allow",
        "fails yes, allow",
        "no fails, undecided",
        "fails no, undecided",
        "throws nothing null, undecided",
        "no hangs no, undecided",
        "hangs fails no yes, allow",
    })
    void allowIfOneAllowsAndDenyIfAllDeny(String kinds, String outcome) {
        List<AccessRule> rules = Stream.of(kinds.split(" ")).map(Kind::of).toList();
        assertEquals(outcome, Outcome.of(ask(new OwnRules(rules, SHORT, 1))).label());
    }

    @Test
    void denyWhereThereAreNone() {
        OwnRules none = new OwnRules(List.of(), LONG, 1);
        assertFalse(none.concern(CALLER, Action.SUBSCRIBE));
        assertEquals(new Denied(), ask(none));
    }

    @Test
    void doNotWaitForASlowOneWhereAnotherAllows() {
        AtomicInteger cancelled = new AtomicInteger();
        AccessRule slow = rule(
                "slow",
                () -> Uni.createFrom().<Decision>nothing().onCancellation().invoke(cancelled::incrementAndGet));
        assertEquals(new Allowed("yes"), ask(new OwnRules(List.of(slow, Kind.of("yes")), LONG, 1)));
        assertEquals(1, cancelled.get());
    }

    @Test
    void areAskedOnlyAboutWhatConcernsThem() {
        AccessRule unconcerned = new AccessRule() {
            @Override
            public String name() {
                return "unconcerned";
            }

            @Override
            public boolean concerns(Caller caller, Action action) {
                return action == Action.PUBLISH;
            }

            @Override
            public Uni<Decision> decide(Caller caller, Action action, ChannelName channel) {
                throw new AssertionError("asked");
            }
        };
        OwnRules rules = new OwnRules(List.of(unconcerned), LONG, 1);
        assertFalse(rules.concern(CALLER, Action.SUBSCRIBE));
        assertTrue(rules.concern(CALLER, Action.PUBLISH));
        assertEquals(new Denied(), ask(rules));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails"})
    void sayWhyTheyDidNotAnswer(String kind) {
        assertEquals(
                new Undecided(kind, Reason.FAILED, "IllegalStateException"),
                ask(new OwnRules(List.of(Kind.of(kind)), LONG, 1)));
        AccessRule knowing = rule("knowing", () -> Uni.createFrom().failure(new CannotDecideException("status 500")));
        assertEquals(
                new Undecided("knowing", Reason.FAILED, "status 500"), ask(new OwnRules(List.of(knowing), LONG, 1)));
    }

    @Test
    void haveNoMoreThanSoManyQuestionsBeforeThem() {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        OwnRules rules =
                new OwnRules(List.of(rule("slow", () -> Uni.createFrom().completionStage(answer::copy))), LONG, 2);
        CompletableFuture<Ruling> first = begin(rules);
        CompletableFuture<Ruling> second = begin(rules);
        assertEquals(new Undecided("slow", Reason.OVERLOADED, ""), ask(rules));
        assertTrue(first.cancel(false));
        CompletableFuture<Ruling> third = begin(rules);
        answer.complete(new Decision.Allowed("slow"));
        assertEquals(new Allowed("slow"), second.join());
        assertEquals(new Allowed("slow"), third.join());
        assertEquals(new Allowed("slow"), ask(rules));
    }

    @Test
    void restAfterTimeoutsInARowAndAreTriedAgain() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger well = new AtomicInteger();
        GuardedRule rule = new GuardedRule(
                rule("ill", () -> {
                    asked.incrementAndGet();
                    return well.get() == 1
                            ? Uni.createFrom().item(new Decision.Allowed("ill"))
                            : Uni.createFrom().nothing();
                }),
                SHORT,
                8,
                nanos::get);
        for (int i = 0; i < Rest.MAX_TIMEOUTS; i++) {
            assertEquals(new Undecided("ill", Reason.TIMEOUT, ""), ask(rule));
        }
        assertEquals(new Undecided("ill", Reason.RESTING, ""), ask(rule));
        assertEquals(Rest.MAX_TIMEOUTS, asked.get());

        nanos.addAndGet(Ruling.RETRY_AFTER.toNanos());
        assertEquals(new Undecided("ill", Reason.TIMEOUT, ""), ask(rule));
        assertEquals(new Undecided("ill", Reason.RESTING, ""), ask(rule));
        assertEquals(Rest.MAX_TIMEOUTS + 1, asked.get());

        nanos.addAndGet(Ruling.RETRY_AFTER.toNanos());
        well.set(1);
        assertEquals(new Allowed("ill"), ask(rule));
        assertEquals(new Allowed("ill"), ask(rule));
    }

    @Test
    void putOneQuestionAtATimeAfterARest() {
        Rest rest = new Rest(Ruling.RETRY_AFTER, nanos::get);
        for (int i = 0; i < Rest.MAX_TIMEOUTS; i++) {
            assertTrue(rest.mayAsk());
            rest.timedOut();
        }
        assertFalse(rest.mayAsk());
        nanos.addAndGet(Ruling.RETRY_AFTER.toNanos());
        assertTrue(rest.mayAsk());
        assertFalse(rest.mayAsk());
        rest.answered();
        assertTrue(rest.mayAsk());
        assertTrue(rest.mayAsk());
    }

    @Test
    void doNotRestForFailuresThatComeAtOnce() {
        OwnRules rules = new OwnRules(List.of(Kind.of("fails")), LONG, 1);
        for (int i = 0; i < 3 * Rest.MAX_TIMEOUTS; i++) {
            assertEquals(new Undecided("fails", Reason.FAILED, "IllegalStateException"), ask(rules));
        }
    }

    @Test
    void refuseLimitsThatAreNone() {
        assertThrows(ConfigurationException.class, () -> new OwnRules(List.of(), Duration.ZERO, 1));
        assertThrows(ConfigurationException.class, () -> new OwnRules(List.of(), Duration.ofHours(1), 1));
        assertThrows(ConfigurationException.class, () -> new OwnRules(List.of(), LONG, 0));
    }

    private static Ruling ask(OwnRules rules) {
        return begin(rules).join();
    }

    private static CompletableFuture<Ruling> begin(OwnRules rules) {
        return rules.ask(CALLER, Action.SUBSCRIBE, CHANNEL).subscribeAsCompletionStage();
    }

    private static Ruling ask(GuardedRule rule) {
        return rule.ask(CALLER, Action.SUBSCRIBE, CHANNEL)
                .subscribeAsCompletionStage()
                .join();
    }

    private static AccessRule rule(String name, Supplier<Uni<Decision>> answer) {
        return new AccessRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Uni<Decision> decide(Caller caller, Action action, ChannelName channel) {
                return answer.get();
            }
        };
    }

    /** What a rule can come up with. */
    private static final class Kind {

        @SuppressWarnings("NullAway") // What a rule that is not checked can do.
        static AccessRule of(String kind) {
            return rule(kind, () -> switch (kind) {
                case "yes" -> Uni.createFrom().item(new Decision.Allowed(kind));
                case "no" -> Uni.createFrom().item(new Decision.Denied(Action.SUBSCRIBE, CHANNEL));
                case "throws" -> throw new IllegalStateException("s3cr3t");
                case "fails" -> Uni.createFrom().failure(new IllegalStateException("s3cr3t"));
                case "null" -> null;
                case "nameless" -> Uni.createFrom().item(() -> new Decision.Allowed(null));
                case "nothing" -> Uni.createFrom().nullItem();
                case "hangs" -> Uni.createFrom().nothing();
                default -> throw new AssertionError(kind);
            });
        }
    }
}

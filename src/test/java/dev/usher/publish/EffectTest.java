package dev.usher.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.channel.Destination;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be sent once more. */
class EffectTest {

    private static final List<Destination> SOME = List.of(Destination.of("news"));

    @ParameterizedTest
    @MethodSource("outcomes")
    void isToldByTheOutcome(PublishOutcome outcome, Effect effect) {
        assertEquals(effect, Effect.of(outcome));
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                arguments(new Accepted(Map.of()), Effect.PUBLISHED),
                arguments(new TooLarge(2, 1), Effect.REFUSED),
                arguments(new Unsendable(Obstacle.EMPTY_DATA, List.of()), Effect.REFUSED),
                arguments(new Unsendable(Obstacle.REFUSED_CHARACTER, SOME), Effect.REFUSED),
                arguments(new Unsendable(Obstacle.NO_MASTER_KEY, SOME), Effect.NONE),
                arguments(new Unsendable(Obstacle.NO_SIGN_IN, SOME), Effect.NONE),
                arguments(failed(Reason.REFUSED), Effect.REFUSED),
                arguments(failed(Reason.TOO_LARGE), Effect.REFUSED),
                arguments(failed(Reason.TOO_MANY_REQUESTS), Effect.NONE),
                arguments(failed(Reason.APP_REFUSED), Effect.NONE),
                arguments(failed(Reason.MISCONFIGURED), Effect.NONE),
                arguments(failed(Reason.UNREACHABLE), Effect.NONE),
                arguments(failed(Reason.OVERLOADED), Effect.NONE),
                arguments(failed(Reason.OUT_OF_TIME), Effect.NONE),
                arguments(failed(Reason.UNAVAILABLE), Effect.IN_DOUBT),
                arguments(failed(Reason.FAILED), Effect.IN_DOUBT),
                arguments(failed(Reason.GATEWAY_FAILED), Effect.IN_DOUBT),
                arguments(failed(Reason.TIMED_OUT), Effect.IN_DOUBT));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void isNoneOfAnEventThatWasToFollow(Reason reason) {
        assertEquals(Effect.NONE, Effect.of(failed(reason).unsent()));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void isInDoubtWhereAPartWentOutOrMayHave(Reason reason) {
        for (boolean attempted : new boolean[] {true, false}) {
            UpstreamFailure failure = new UpstreamFailure(reason);
            assertEquals(Effect.IN_DOUBT, Effect.of(new NotAccepted(failure, attempted, 1, SOME, List.of())));
            assertEquals(Effect.IN_DOUBT, Effect.of(new NotAccepted(failure, attempted, 1, List.of(), SOME)));
        }
    }

    private static NotAccepted failed(Reason reason) {
        return new NotAccepted(new UpstreamFailure(reason), true, 1, List.of(), List.of());
    }
}

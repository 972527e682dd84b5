package dev.usher.intake;

import static dev.usher.intake.ScriptedPublisher.ACCEPTED;
import static dev.usher.intake.ScriptedPublisher.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.channel.Destination;
import dev.usher.intake.Verdict.Later;
import dev.usher.intake.Verdict.Poison;
import dev.usher.intake.Verdict.Published;
import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.EventReader;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What is to become of records. */
class IntakeTest {

    private static final Destination A = Destination.of("a");

    @Test
    void publishesInOrderAndSaysSo() {
        ScriptedPublisher publisher = new ScriptedPublisher();

        assertEquals(
                List.of(new Published(), new Published(), new Published()),
                publish(publisher, event("1"), event("2"), event("3")));
        assertEquals(List.of("1", "2", "3"), publisher.sent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                               | malformed-request",
                "{\"name\":\"n\",\"name\":\"n\"}                 | malformed-request",
                "{\"name\":\"n\",\"data\":\"d\"}                 | malformed-request",
                "{\"name\":\"n\",\"data\":\"d\",\"chanel\":\"a\"}| malformed-request",
                "[]                                              | malformed-request",
                "''                                              | malformed-request",
            })
    void putsAsideWhatIsNoEvent(String record, String reason) {
        ScriptedPublisher publisher = new ScriptedPublisher();

        List<Verdict> verdicts = publish(publisher, event("1"), record, event("2"));

        assertEquals(reason, assertInstanceOf(Poison.class, verdicts.get(1)).reason());
        assertInstanceOf(Published.class, verdicts.get(2));
        assertEquals(List.of("1", "2"), publisher.sent());
    }

    @Test
    void putsAsideWhatIsLargerThanAnyEventWithoutReadingIt() {
        String record = "{".repeat(1024 * 1024);

        Verdict verdict = publish(new ScriptedPublisher(), record).get(0);

        assertEquals("too-large", assertInstanceOf(Poison.class, verdict).reason());
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void putsAsideWhatWillNeverBeTaken(PublishOutcome outcome, String reason) {
        List<Verdict> verdicts = publish(new ScriptedPublisher(outcome), event("1"), event("2"));

        assertEquals(reason, assertInstanceOf(Poison.class, verdicts.get(0)).reason());
        assertInstanceOf(Published.class, verdicts.get(1));
    }

    static Stream<Arguments> hopeless() {
        return Stream.of(
                arguments(new TooLarge(11, 10), "too-large"),
                arguments(new Unsendable(Obstacle.NO_MASTER_KEY, List.of(A)), "channel-kind-not-served"),
                arguments(new Unsendable(Obstacle.EMPTY_DATA, List.of()), "event-refused"),
                arguments(failed(Reason.REFUSED), "event-refused"),
                arguments(failed(Reason.TOO_LARGE), "too-large"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = Mode.EXCLUDE,
            names = {"REFUSED", "TOO_LARGE"})
    void waitsWithAllThatFollowForEverythingElse(Reason reason) {
        ScriptedPublisher publisher = new ScriptedPublisher(ACCEPTED, failed(reason));

        List<Verdict> verdicts = publish(publisher, event("1"), event("2"), event("3"), "no event");

        assertInstanceOf(Published.class, verdicts.get(0));
        verdicts.subList(1, 4).forEach(verdict -> assertInstanceOf(Later.class, verdict));
        assertEquals(List.of("1", "2"), publisher.sent());
    }

    @Test
    void publishesAgainWhatWasPublishedInPartOrPerhaps() {
        UpstreamFailure failure = new UpstreamFailure(Reason.TOO_MANY_REQUESTS, Optional.of(Duration.ofSeconds(7)));
        NotAccepted partly = new NotAccepted(failure, true, 1, List.of(A), List.of());
        NotAccepted perhaps = new NotAccepted(new UpstreamFailure(Reason.REFUSED), true, 1, List.of(), List.of(A));
        NotAccepted unsent = new NotAccepted(failure, true, 1, List.of(), List.of());

        Later first = assertInstanceOf(
                Later.class, publish(new ScriptedPublisher(partly), event("1")).get(0));
        assertTrue(first.inDoubt());
        assertEquals(Optional.of(Duration.ofSeconds(7)), first.retryAfter());
        assertTrue(assertInstanceOf(
                        Later.class,
                        publish(new ScriptedPublisher(perhaps), event("1")).get(0))
                .inDoubt());
        List<Verdict> none = publish(new ScriptedPublisher(unsent), event("1"), event("2"));
        none.forEach(
                verdict -> assertFalse(assertInstanceOf(Later.class, verdict).inDoubt()));
    }

    @Test
    void neverFails() {
        EventPublisher defective = new EventPublisher() {
            @Override
            public int maxDataBytes() {
                return 1;
            }

            @Override
            public Uni<List<PublishOutcome>> publish(List<Event> events) {
                throw new IllegalStateException("defect");
            }
        };

        List<Verdict> verdicts = publish(defective, event("1"), event("2"));

        assertEquals(2, verdicts.size());
        verdicts.forEach(
                verdict -> assertTrue(assertInstanceOf(Later.class, verdict).inDoubt()));
    }

    static String event(String data) {
        return "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"%s\"}".formatted(data);
    }

    private static List<Verdict> publish(EventPublisher publisher, String... records) {
        Intake intake = new Intake(publisher, new EventReader(publisher));
        return intake.publish(Stream.of(records)
                        .map(record -> intake.read(record.getBytes(StandardCharsets.UTF_8)))
                        .toList())
                .subscribeAsCompletionStage()
                .join();
    }
}

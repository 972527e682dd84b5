package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.Destination;
import dev.usher.delivery.Call;
import dev.usher.delivery.Part;
import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.upstream.ServerProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each server would refuse or lose is found before it is sent. */
final class PreflightTest {

    private final EventBodies bodies = new EventBodies(Optional.of(new Encryption(EncryptionTest.MASTER_KEY)));

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void letsThroughWhatEveryServerTakes(ServerProfile server) {
        Event event = TestEvents.event("e", "{}", "news", "private-a=b@c.d", "private-encrypted-x", "presence-y");
        assertEquals(Optional.empty(), check(server, event));
    }

    @ParameterizedTest
    @CsvSource({
        "PUSHER,  #server-to-user-1,    x,",
        "SOKETI,  #server-to-user-1,    x,",
        "SOCKUDO, #server-to-user-1,    x,",
        "REVERB,  #server-to-user-1,    x, NO_SIGN_IN",
        "SOCKUDO, 'a,b',                x, REFUSED_CHARACTER",
        "SOCKUDO, a;b,                  x, REFUSED_CHARACTER",
        "REVERB,  'a;b,c',              x,",
        "PUSHER,  'a;b,c',              x,",
        "PUSHER,  news,                 '',",
        "SOCKUDO, news,                 '',",
        "SOKETI,  news,                 '', EMPTY_DATA",
        "REVERB,  news,                 '', EMPTY_DATA",
        "SOKETI,  private-encrypted-a,  '',",
    })
    void knowsWhatAServerDoesNotTake(ServerProfile server, String destination, String data, Obstacle expected) {
        Optional<PublishOutcome> outcome =
                check(server, TestEvents.event("e", data, "private-encrypted-b", destination));
        assertEquals(Optional.ofNullable(expected), outcome.map(found -> assertInstanceOf(Unsendable.class, found)
                .obstacle()));
    }

    @Test
    void namesTheDestinationsThatAreInTheWay() {
        assertEquals(
                Optional.of(new Unsendable(Obstacle.NO_SIGN_IN, List.of(Destination.of("#server-to-user-1")))),
                check(ServerProfile.REVERB, TestEvents.event("e", "x", "news", "#server-to-user-1")));
    }

    @Test
    void sendsNothingInTheClearThatIsToBeEncrypted() {
        Preflight preflight = new Preflight(
                ServerProfile.PUSHER, ServerProfile.PUSHER.limits(), false, new EventBodies(Optional.empty()));
        assertEquals(
                Optional.of(new Unsendable(Obstacle.NO_MASTER_KEY, List.of(Destination.of("private-encrypted-x")))),
                preflight.check(TestEvents.event("e", "x", "news", "private-encrypted-x")));
        assertEquals(Optional.empty(), preflight.check(TestEvents.event("e", "x", "news", "private-x")));
    }

    @ParameterizedTest
    @CsvSource({
        "PUSHER,  news,                10240, 10241,  10240",
        "SOKETI,  news,                102400, 102401, 102400",
        "SOCKUDO, news,                102400, 102401, 102400",
        "PUSHER,  private-encrypted-x, 7619,  10244,  10240",
        "SOKETI,  private-encrypted-x, 76739, 102404, 102400",
    })
    void measuresTheDataAsItIsSent(ServerProfile server, String channel, int most, int size, int limit) {
        assertEquals(Optional.empty(), check(server, TestEvents.event("e", "x".repeat(most), channel)));
        assertEquals(
                Optional.of(new TooLarge(size, limit)),
                check(server, TestEvents.event("e", "x".repeat(most + 1), channel)));
    }

    @ParameterizedTest
    @CsvSource({"news, x", "news, '\"'", "news, '\u2028'", "private-encrypted-x, x", "private-encrypted-x, é"})
    void measuresAllOfTheBodyWhereThatIsLimited(String channel, String character) {
        int most = 1;
        while (check(ServerProfile.REVERB, TestEvents.event("e", character.repeat(most + 1), channel))
                .isEmpty()) {
            most++;
        }
        Event largest = TestEvents.event("e", character.repeat(most), channel);
        int body = bodies.of(new Call(List.of(new Part(largest, largest.destinations()))))
                .getBytes(StandardCharsets.UTF_8)
                .length;
        // One more character, with its escape or as the four of Base64 that three bytes make, would not have fit.
        assertTrue(body <= 9000 && body > 9000 - 8, Integer.toString(body));
        TooLarge refused = assertInstanceOf(
                TooLarge.class,
                check(ServerProfile.REVERB, TestEvents.event("e", character.repeat(most + 1), channel))
                        .orElseThrow());
        assertTrue(refused.size() > refused.limit());
    }

    @Test
    void measuresByWhatWasConfiguredInstead() {
        Preflight raised = new Preflight(
                ServerProfile.REVERB, ServerProfile.REVERB.limits().withDataBytes(20_000), true, bodies);
        assertEquals(Optional.empty(), raised.check(TestEvents.event("e", "x".repeat(19_000), "news")));
        Preflight lowered = new Preflight(
                ServerProfile.PUSHER, ServerProfile.PUSHER.limits().withDataBytes(100), true, bodies);
        assertEquals(
                Optional.of(new TooLarge(101, 100)), lowered.check(TestEvents.event("e", "x".repeat(101), "news")));
    }

    private Optional<PublishOutcome> check(ServerProfile server, Event event) {
        return new Preflight(server, server.limits(), true, bodies).check(event);
    }
}

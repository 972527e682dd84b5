package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import dev.usher.testing.SettableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final WebhookEvent OCCUPIED = WebhookEvent.channelOccupied(new ChannelName("a"));
    private static final WebhookEvent MISS = WebhookEvent.cacheMiss(new ChannelName("cache-a"));

    private final SettableClock clock = new SettableClock(START);
    private final ManualTimer timer = new ManualTimer(clock);
    private final List<SignedWebhook> attempts = new ArrayList<>();
    private final List<Long> secondsOfAttempts = new ArrayList<>();
    private Function<Integer, Future<Integer>> answer = attempt -> Future.succeededFuture(200);

    private final WebhookSender sender =
            new WebhookSender(BrokerServer.signer(), clock, timer, new WebhookDelivery(clock, timer, this::attempt));

    @Test
    void gathersWhatHappensWithinAMoment() {
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofMillis(200));
        sender.tell(WebhookEvent.channelVacated(new ChannelName("a")));
        timer.pass(Duration.ofMillis(49));
        assertEquals(List.of(), attempts);

        timer.pass(Duration.ofMillis(1));

        assertEquals(
                List.of("{\"time_ms\":%d,\"events\":[{\"name\":\"channel_occupied\",\"channel\":\"a\"},"
                                .formatted(START.plusMillis(250).toEpochMilli())
                        + "{\"name\":\"channel_vacated\",\"channel\":\"a\"}]}"),
                bodies());
    }

    @Test
    void beginsAnewAfterEachWebhook() {
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofSeconds(1));
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofSeconds(1));

        assertEquals(2, attempts.size());
    }

    @Test
    void sendsAFullBatchAtOnceAndTheRestInTime() {
        for (int i = 0; i < 21; i++) {
            sender.tell(OCCUPIED);
        }
        assertEquals(1, attempts.size());

        timer.pass(Duration.ofMillis(250));

        assertEquals(2, attempts.size());
        assertEquals(20, count("channel_occupied", bodies().get(0)));
        assertEquals(1, count("channel_occupied", bodies().get(1)));
    }

    @Test
    void givesTheRestAFullWindowOfItsOwn() {
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofMillis(200));
        for (int i = 0; i < 20; i++) {
            sender.tell(OCCUPIED);
        }

        timer.pass(Duration.ofMillis(249));
        assertEquals(1, attempts.size());
        timer.pass(Duration.ofMillis(1));
        assertEquals(2, attempts.size());
    }

    @Test
    void tellsOnceThatManyMissedACache() {
        sender.tell(MISS);
        sender.tell(MISS);
        sender.tell(WebhookEvent.cacheMiss(new ChannelName("cache-b")));
        timer.pass(Duration.ofSeconds(1));

        assertEquals(2, count("cache_miss", bodies().get(0)));
    }

    @Test
    void signsTheBytesThatItSends() {
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofSeconds(1));

        SignedWebhook webhook = attempts.get(0);
        assertTrue(BrokerServer.signer().hasSignedWebhook(webhook.body().getBytes(), webhook.signature()));
    }

    @Test
    void triesAgainEverMoreSlowlyForFiveMinutesAndThenGivesUp() {
        answer = attempt -> attempt % 2 == 0 ? Future.succeededFuture(404) : Future.failedFuture("no connection");

        sender.tell(OCCUPIED);
        timer.pass(WebhookSender.BATCH_WINDOW);
        timer.pass(Duration.ofHours(1));

        assertEquals(List.of(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L), secondsOfAttempts);
        assertEquals(1, bodies().stream().distinct().count());
    }

    @Test
    void stopsOnceABackendHasTakenIt() {
        answer = attempt -> Future.succeededFuture(attempt < 3 ? 500 : 204);

        sender.tell(OCCUPIED);
        timer.pass(Duration.ofHours(1));

        assertEquals(3, attempts.size());
    }

    @Test
    void keepsABoundedNumberForABackendThatIsAway() {
        answer = attempt -> Future.succeededFuture(503);
        for (int i = 0; i < (WebhookDelivery.MAX_UNDELIVERED + 1) * WebhookSender.MAX_BATCH; i++) {
            sender.tell(OCCUPIED);
        }
        assertEquals(WebhookDelivery.MAX_UNDELIVERED, attempts.size());

        timer.pass(Duration.ofHours(1));
        int attemptsBefore = attempts.size();
        answer = attempt -> Future.succeededFuture(200);
        sender.tell(OCCUPIED);
        timer.pass(Duration.ofSeconds(1));

        assertEquals(attemptsBefore + 1, attempts.size());
    }

    private Future<Integer> attempt(SignedWebhook webhook) {
        attempts.add(webhook);
        secondsOfAttempts.add(Duration.between(START, clock.instant()).toSeconds());
        return answer.apply(attempts.size());
    }

    private List<String> bodies() {
        return attempts.stream().map(webhook -> webhook.body().toString()).toList();
    }

    private static int count(String word, String text) {
        return text.split(word, -1).length - 1;
    }
}

package dev.usher.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import dev.usher.webhook.WebhookEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the demo page is told of webhooks. */
class DevWebhooksTest {

    private static final ChannelName CHANNEL = new ChannelName("presence-demo");

    private final DevWebhooks webhooks = new DevWebhooks();

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        new WebhookEvent.ChannelOccupied(CHANNEL),
                        "{\"name\":\"channel_occupied\",\"channel\":\"presence-demo\"}"),
                Arguments.of(
                        new WebhookEvent.MemberRemoved(CHANNEL, "ada"),
                        "{\"name\":\"member_removed\",\"channel\":\"presence-demo\",\"user_id\":\"ada\"}"),
                Arguments.of(
                        new WebhookEvent.ClientEvent(
                                CHANNEL,
                                new EventName("client-typing"),
                                Optional.of("{}"),
                                new SocketId("1.2"),
                                Optional.empty()),
                        "{\"name\":\"client_event\",\"channel\":\"presence-demo\",\"event\":\"client-typing\","
                                + "\"data\":\"{}\",\"socket_id\":\"1.2\",\"user_id\":null}"),
                Arguments.of(
                        new WebhookEvent.SubscriptionCount(CHANNEL, 3),
                        "{\"name\":\"subscription_count\",\"channel\":\"presence-demo\",\"subscription_count\":3}"),
                Arguments.of(
                        new WebhookEvent.Unknown("new_kind", "{\"name\":\"new_kind\"}"),
                        "{\"name\":\"new_kind\",\"json\":\"{\\\"name\\\":\\\"new_kind\\\"}\"}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void areToldAsInAWebhook(WebhookEvent event, String json) {
        webhooks.remember(event);
        AssertSubscriber<JsonNode> page = subscribe();
        assertEquals(json, page.getItems().get(0).get("event").toString());
    }

    @Test
    void areRememberedUpToALimit() {
        IntStream.range(0, 2 * DevWebhooks.REMEMBERED).forEach(this::count);
        AssertSubscriber<JsonNode> page = subscribe();
        assertEquals(
                IntStream.range(DevWebhooks.REMEMBERED, 2 * DevWebhooks.REMEMBERED)
                        .boxed()
                        .toList(),
                counts(page));
    }

    @Test
    void followOnWhatIsRemembered() {
        count(1);
        AssertSubscriber<JsonNode> page = subscribe();
        AssertSubscriber<JsonNode> other = subscribe();
        count(2);
        assertEquals(List.of(1, 2), counts(page));
        page.cancel();
        count(3);
        assertEquals(List.of(1, 2), counts(page));
        assertEquals(List.of(1, 2, 3), counts(other));
    }

    @Test
    void failForAPageThatDoesNotReadOn() {
        AssertSubscriber<JsonNode> stuck = webhooks.events().subscribe().withSubscriber(AssertSubscriber.create(0));
        AssertSubscriber<JsonNode> page = subscribe();
        IntStream.range(0, 10 * DevWebhooks.REMEMBERED).forEach(this::count);
        stuck.request(Long.MAX_VALUE).awaitFailure();
        assertTrue(
                stuck.getItems().size() <= 2 * DevWebhooks.REMEMBERED,
                () -> stuck.getItems().size() + " were kept");
        assertEquals(10 * DevWebhooks.REMEMBERED, page.getItems().size());
    }

    private void count(int number) {
        webhooks.remember(new WebhookEvent.SubscriptionCount(CHANNEL, number));
    }

    private AssertSubscriber<JsonNode> subscribe() {
        Multi<JsonNode> events = webhooks.events();
        return events.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static List<Integer> counts(AssertSubscriber<JsonNode> page) {
        return page.getItems().stream()
                .map(item -> item.get("event").get("subscription_count").asInt())
                .toList();
    }
}

package dev.usher.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.InvalidNameException;
import dev.usher.channel.SocketId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.request.JsonFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads webhooks. Strict about what Usher itself relies on, the time and that there is a list; an event that is not
 * understood is passed on as {@link WebhookEvent.Unknown}: a genuine webhook that is refused would be sent again and
 * again, and be lost in the end with all its other events.
 */
final class WebhookReader {

    private WebhookReader() {}

    /** @throws ProblemException if the time or the list of events is missing or is something else */
    static Webhook read(JsonFields body) {
        JsonNode time = required(body, "time_ms");
        if (!time.isIntegralNumber() || !time.canConvertToLong()) {
            throw Problem.ofField("time_ms", "is no whole number of milliseconds since 1970")
                    .asException();
        }
        JsonNode events = required(body, "events");
        if (!events.isArray()) {
            throw Problem.ofField("events", "is no array").asException();
        }
        List<WebhookEvent> read = new ArrayList<>(events.size());
        events.forEach(event -> read.add(event(event)));
        return new Webhook(Instant.ofEpochMilli(time.longValue()), read);
    }

    private static JsonNode required(JsonFields body, String field) {
        return body.value(field)
                .orElseThrow(() -> Problem.ofField(field, "is missing").asException());
    }

    private static WebhookEvent event(JsonNode event) {
        String name = optional(event, "name")
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElse("");
        try {
            return switch (name) {
                case "channel_occupied" -> new WebhookEvent.ChannelOccupied(channel(event));
                case "channel_vacated" -> new WebhookEvent.ChannelVacated(channel(event));
                case "member_added" -> new WebhookEvent.MemberAdded(channel(event), text(event, "user_id"));
                case "member_removed" -> new WebhookEvent.MemberRemoved(channel(event), text(event, "user_id"));
                case "client_event" -> clientEvent(event);
                case "cache_miss" -> new WebhookEvent.CacheMiss(channel(event));
                case "subscription_count" -> new WebhookEvent.SubscriptionCount(channel(event), count(event));
                default -> new WebhookEvent.Unknown(name, event.toString());
            };
        } catch (NotUnderstoodException | InvalidNameException e) {
            return new WebhookEvent.Unknown(name, event.toString());
        }
    }

    private static WebhookEvent clientEvent(JsonNode event) {
        return new WebhookEvent.ClientEvent(
                channel(event),
                new EventName(text(event, "event")),
                optional(event, "data").map(data -> data.isTextual() ? data.textValue() : data.toString()),
                new SocketId(text(event, "socket_id")),
                optional(event, "user_id").map(WebhookReader::text));
    }

    private static ChannelName channel(JsonNode event) {
        return new ChannelName(text(event, "channel"));
    }

    /** The documentation shows a text; what is sent is a number. */
    private static long count(JsonNode event) {
        String count = text(event, "subscription_count");
        try {
            return Long.parseLong(count);
        } catch (NumberFormatException e) {
            throw new NotUnderstoodException();
        }
    }

    private static String text(JsonNode event, String field) {
        return optional(event, field).map(WebhookReader::text).orElseThrow(NotUnderstoodException::new);
    }

    /** A number counts as its text: user ids may be numbers. */
    private static String text(JsonNode value) {
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new NotUnderstoodException();
        }
        return value.asText();
    }

    private static Optional<JsonNode> optional(JsonNode event, String field) {
        return Optional.ofNullable(event.get(field)).filter(value -> !value.isNull());
    }

    /** The event is not what its name says. Has no stack trace: it is no defect, and is caught at once. */
    private static final class NotUnderstoodException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotUnderstoodException() {
            super(null, null, false, false);
        }
    }
}

package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import dev.usher.channel.UserId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonFields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the event that a backend hands over. */
final class PublishRequest {

    private static final List<String> TARGETS = List.of("channel", "channels", "user", "users");

    private static final Set<String> FIELDS = new LinkedHashSet<>(
            Stream.concat(Stream.of("name", "data", "socket_id", "info", "idempotent"), TARGETS.stream())
                    .toList());

    private PublishRequest() {}

    /** @throws ProblemException if the request is no event; the document names the field */
    static Event read(JsonFields fields) {
        fields.allowOnly(FIELDS);
        EventName name = fields.required("name", EventName::new);
        EventData data = fields.value("data").map(EventData::of).orElseThrow(() -> Problem.ofField("data", "is missing")
                .asException());
        List<Destination> destinations = destinations(fields);
        return new Event(
                name,
                data,
                destinations,
                fields.optional("socket_id", SocketId::new),
                info(fields, destinations),
                isIdempotent(fields));
    }

    private static boolean isIdempotent(JsonFields fields) {
        JsonNode value = fields.value("idempotent").orElse(BooleanNode.FALSE);
        if (!value.isBoolean()) {
            throw Problem.ofField("idempotent", "is neither true nor false").asException();
        }
        return value.booleanValue();
    }

    /** Pusher counts users only where all channels have some, and else does not publish. */
    private static Set<ChannelAttribute> info(JsonFields fields, List<Destination> destinations) {
        Set<ChannelAttribute> asked = fields.optional(
                        "info", info -> ChannelAttribute.parse(info, ChannelAttribute.COUNTS))
                .orElse(Set.of());
        if (asked.contains(ChannelAttribute.USER_COUNT)
                && !destinations.stream().allMatch(PublishRequest::knowsItsUsers)) {
            throw Problem.ofField("info", "asks for user_count, which only presence channels have")
                    .asException();
        }
        return asked;
    }

    private static boolean knowsItsUsers(Destination destination) {
        return destination instanceof Destination.Subscribers to
                && ChannelAttribute.USER_COUNT.isOf(to.channel().kind());
    }

    private static List<Destination> destinations(JsonFields fields) {
        List<String> given = TARGETS.stream()
                .filter(target -> fields.value(target).isPresent())
                .toList();
        if (given.size() != 1) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "An event needs exactly one of " + String.join(", ", TARGETS) + "; it has "
                                    + (given.isEmpty() ? "none" : String.join(" and ", given)) + ".")
                    .asException();
        }
        String target = given.get(0);
        return switch (target) {
            case "channel" -> List.of(fields.required(target, Destination::of));
            case "user" -> List.of(fields.required(target, PublishRequest::ownChannel));
            case "channels" -> list(fields, target, Destination::of);
            default -> list(fields, target, PublishRequest::ownChannel);
        };
    }

    private static Destination ownChannel(String id) {
        return Destination.ownChannelOf(new UserId(id));
    }

    private static List<Destination> list(JsonFields fields, String target, Function<String, Destination> type) {
        return fields.list(target, 1, Event.MAX_DESTINATIONS, type)
                .orElseThrow(() -> Problem.ofField(target, "is no array").asException());
    }
}

package dev.usher.pusher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.usher.publish.ChannelAttribute;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what the Channels server answered what became of an event. The library's own table does not do: to it
 * 413 and 429 are unknown errors.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#http-status-codes">The HTTP API,
 *     status codes</a>
 */
final class UpstreamOutcome {

    private static final Logger LOG = Logger.getLogger(UpstreamOutcome.class);
    private static final JsonMapper JSON = new JsonMapper();

    private static final int MIN_ERROR = 400;

    /** How much of a server's own words is logged. */
    private static final int MAX_LOGGED = 200;

    private UpstreamOutcome() {}

    static PublishOutcome of(UpstreamAnswer answer) {
        JsonNode body = json(answer.body());
        // soketi answers errors with status 200 and the true one in the body.
        int status = answer.status() == 200 && body.has("error")
                ? Math.max(MIN_ERROR, body.path("code").asInt(500))
                : answer.status();
        if (status >= 200 && status < 300) {
            return new Accepted(attributes(body.path("channels")));
        }
        Reason reason = reason(status);
        log(status, reason, answer.body());
        return new NotAccepted(reason, retryAfter(answer.retryAfter()));
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 400, 422 -> Reason.EVENT_REFUSED;
            case 401, 404, 407 -> Reason.MISCONFIGURED;
            case 403 -> Reason.APP_REFUSED;
            case 413 -> Reason.TOO_LARGE;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            case 503 -> Reason.OVERLOADED;
            case 504 -> Reason.TIMED_OUT;
            default -> Reason.FAILED;
        };
    }

    private static void log(int status, Reason reason, String body) {
        // What a server says of a signature holds the text that was to be signed; of a refused event, only what is
        // wrong with it.
        if (reason == Reason.EVENT_REFUSED || reason == Reason.TOO_LARGE) {
            String words =
                    body.substring(0, Math.min(body.length(), MAX_LOGGED)).replaceAll("\\p{Cntrl}", " ");
            LOG.warnf("The Channels server refused an event with status %d: %s", status, words);
        } else {
            LOG.warnf("The Channels server answered with status %d (%s)", status, reason);
        }
    }

    private static Map<String, Map<String, Object>> attributes(JsonNode channels) {
        Map<String, Map<String, Object>> attributes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> channel : channels.properties()) {
            Map<String, Object> known = new TreeMap<>();
            for (ChannelAttribute attribute : ChannelAttribute.values()) {
                JsonNode value = channel.getValue().path(attribute.wireName());
                if (value.isIntegralNumber()) {
                    known.put(attribute.wireName(), value.numberValue());
                }
            }
            attributes.put(channel.getKey(), known);
        }
        return attributes;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<Duration> retryAfter(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(seconds -> seconds.matches("[0-9]{1,5}"))
                .map(Long::valueOf)
                .map(Duration::ofSeconds);
    }
}

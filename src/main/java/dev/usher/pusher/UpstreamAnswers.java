package dev.usher.pusher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import dev.usher.upstream.UpstreamResult.Answered;
import dev.usher.upstream.UpstreamResult.Failed;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells from what the Channels server answered whether it did what it was asked. The library's own table does not do:
 * to it 413 and 429 are unknown errors.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#http-status-codes">The HTTP API,
 *     status codes</a>
 */
final class UpstreamAnswers {

    private static final Logger LOG = Logger.getLogger(UpstreamAnswers.class);
    private static final JsonMapper JSON = new JsonMapper();

    private static final int MIN_ERROR = 400;
    private static final int UNAVAILABLE = 503;

    /** How much of a server's own words is logged. */
    private static final int MAX_LOGGED = 200;

    private final ServerProfile profile;

    UpstreamAnswers(ServerProfile profile) {
        this.profile = profile;
    }

    /** What an answer says; the body of a success that is no JSON says nothing, unless it is a page. */
    UpstreamResult<JsonNode> read(UpstreamAnswer answer) {
        JsonNode body = json(answer.body());
        // soketi answers errors with status 200 and the true one in the body.
        int status = answer.status() == 200 && body.has("error")
                ? Math.max(MIN_ERROR, body.path("code").asInt(500))
                : answer.status();
        if (status >= 200 && status < 300 && isPage(answer.body())) {
            LOG.warnf("What answered with status %d is no Channels server, but something with pages to show", status);
            return new Failed<>(new UpstreamFailure(Reason.FAILED));
        }
        if (status >= 200 && status < 300) {
            return new Answered<>(body);
        }
        Reason reason = status == UNAVAILABLE && RetryAfter.of(answer).isPresent() ? Reason.BUSY : reason(status);
        log(status, reason, answer.body());
        return new Failed<>(new UpstreamFailure(reason, retryAfter(reason, answer)));
    }

    /** What it means that there is no answer. */
    static UpstreamResult<JsonNode> missing(Throwable failure) {
        // The failure's message may hold the address, which is no secret, but never the signed query.
        LOG.warnf("Calling the Channels server failed: %s", failure.toString());
        Reason reason = reason(failure);
        return new Failed<>(
                reason == Reason.OVERLOADED
                        ? new UpstreamFailure(reason, Optional.of(UpstreamFailure.SOON))
                        : new UpstreamFailure(reason));
    }

    private static Reason reason(Throwable failure) {
        if (failure instanceof NotSentException unsent) {
            return unsent.isOfTheCrowd() ? Reason.OVERLOADED : Reason.UNREACHABLE;
        }
        return failure instanceof io.smallrye.mutiny.TimeoutException ? Reason.TIMED_OUT : Reason.FAILED;
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 400, 422 -> Reason.REFUSED;
            case 401, 404, 407 -> Reason.MISCONFIGURED;
            case 403 -> Reason.APP_REFUSED;
            case 413 -> Reason.TOO_LARGE;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            case 502 -> Reason.GATEWAY_FAILED;
            case UNAVAILABLE -> Reason.UNAVAILABLE;
            case 504 -> Reason.TIMED_OUT;
            default -> Reason.FAILED;
        };
    }

    private static void log(int status, Reason reason, String body) {
        // What a server says of a signature holds the text that was to be signed; of a refused request, only what is
        // wrong with it. Yet a server or a gateway may repeat the URL, which is good for ten minutes.
        if ((reason == Reason.REFUSED || reason == Reason.TOO_LARGE) && !body.contains("auth_")) {
            String words =
                    body.substring(0, Math.min(body.length(), MAX_LOGGED)).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
            LOG.warnf("The Channels server refused a request with status %d: %s", status, words);
        } else {
            LOG.warnf("The Channels server answered with status %d (%s)", status, reason);
        }
    }

    private Optional<Duration> retryAfter(Reason reason, UpstreamAnswer answer) {
        Optional<Duration> told = RetryAfter.of(answer);
        return switch (reason) {
            case TOO_MANY_REQUESTS -> told.or(() -> Optional.of(profile.retryAfter()));
            case BUSY -> told;
            case UNAVAILABLE -> Optional.of(UpstreamFailure.SOON);
            default -> Optional.empty();
        };
    }

    /** Of a gateway, for instance, that wants somebody to sign in. */
    private static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}

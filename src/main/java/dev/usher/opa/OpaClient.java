package dev.usher.opa;

import dev.usher.access.CannotDecideException;
import dev.usher.http.Endpoint;
import dev.usher.http.Exchange;
import dev.usher.http.Untraced;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Carries questions to the endpoint over connections that are kept open. Follows no redirect. */
final class OpaClient implements AutoCloseable {

    /** An answer of some hundred bytes is long; what is larger was sent by something else than a policy. */
    private static final int MAX_ANSWER = 64 * 1024;

    /** For each connection so many questions may wait; the next fails at once. */
    private static final int WAITING_PER_CONNECTION = 8;

    /** Nobody waits for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final HttpClient client;
    private final Endpoint endpoint;
    private final Optional<String> token;
    private final Duration timeout;

    OpaClient(Vertx vertx, Endpoint endpoint, OpaConfig config) {
        this.endpoint = endpoint;
        this.token = config.token();
        this.timeout = config.timeout();
        require(
                timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(LONGEST) <= 0,
                "usher.opa.timeout to 1ms or more, and at most 1m");
        require(config.connections() >= 1, "usher.opa.connections to 1 or more");
        require(
                token.map(text -> TOKEN.matcher(text).matches()).orElse(true),
                "USHER_OPA_TOKEN to a bearer token, of A-Z a-z 0-9 - . _ ~ + / and = at its end");
        this.client = vertx.createHttpClient(
                Untraced.options().setConnectTimeout(Math.toIntExact(timeout.toMillis())),
                new PoolOptions()
                        .setHttp1MaxSize(config.connections())
                        .setMaxWaitQueueSize(config.connections() * WAITING_PER_CONNECTION));
    }

    private static void require(boolean right, String expected) {
        if (!right) {
            throw new ConfigurationException("Set " + expected + ".");
        }
    }

    /** Asks, and fails unless there is a clear answer in time. Goes on when nobody waits for it any more. */
    Uni<OpaAnswer> ask(OpaQuestion question) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.reveal())
                .setConnectTimeout(timeout.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json");
        token.ifPresent(text -> options.putHeader("Authorization", "Bearer " + text));
        Buffer body = Buffer.buffer(question.json());
        return client.request(options)
                .flatMap(request -> Exchange.of(request, sending -> sending.send(body), OpaClient::read, timeout))
                // A connection that comes only when nobody waits any more has to be given back.
                .memoize()
                .indefinitely()
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private static Uni<OpaAnswer> read(HttpClientResponse response) {
        return response.toMulti()
                .collect()
                .in(Buffer::buffer, OpaClient::append)
                .map(body -> OpaAnswer.read(response.statusCode(), body.toString(StandardCharsets.UTF_8)));
    }

    private static void append(Buffer body, Buffer chunk) {
        if (body.length() + chunk.length() > MAX_ANSWER) {
            throw new CannotDecideException("more than " + MAX_ANSWER + " bytes");
        }
        body.appendBuffer(chunk);
    }

    @Override
    public void close() {
        client.closeAndForget();
    }
}

package dev.usher.identity;

import dev.usher.http.Exchange;
import dev.usher.http.Trust;
import dev.usher.http.Untraced;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches an issuer's keys, without ever waiting on a thread. Follows no redirect: keys come from where it was said. */
final class JwksClient {

    /** A hundred RSA keys of 8192 bits with a certificate each; an answer of more is no JWKS. */
    private static final int MAX_ANSWER = 512 * 1024;

    private static final int OK = 200;

    /** RFC 9111, section 5.2.2.1; more digits than these are more than anybody's lifetime. */
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[\\s,])max-age=\"?([0-9]{1,9})\"?(?:$|[\\s,])");

    private final HttpClient client;
    private final Duration timeout;

    JwksClient(Vertx vertx, Trust trust, Duration timeout) {
        this.timeout = timeout;
        // A connection that is kept for minutes is likely to be gone when it is needed.
        this.client = vertx.createHttpClient(trust.with(Untraced.options()
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setKeepAlive(false)));
    }

    /** Fails if it takes too long in all, or if the answer is no answer; the failure's message may be logged. */
    Uni<Answer> get(URI url) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(url.toString())
                .setConnectTimeout(timeout.toMillis())
                .putHeader("Accept", "application/json, application/jwk-set+json");
        return client.request(options)
                .flatMap(request -> Exchange.of(request, HttpClientRequest::send, JwksClient::read, timeout))
                // Goes on when nobody waits for it any more: a connection that comes only then has to be given back.
                .memoize()
                .indefinitely()
                // Finding the host's address has no limit of its own.
                .ifNoItem()
                .after(timeout.multipliedBy(2))
                .fail();
    }

    private static Uni<Answer> read(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            // What is left of it is not read, and Vert.x would call that an error in the log.
            response.exceptionHandler(broken -> {});
            return Uni.createFrom().failure(new IllegalStateException("status " + response.statusCode()));
        }
        Optional<Duration> maxAge = maxAge(response.getHeader("Cache-Control"));
        return response.toMulti()
                .collect()
                .in(Buffer::buffer, JwksClient::append)
                .map(body -> new Answer(body.toString(StandardCharsets.UTF_8), maxAge));
    }

    private static void append(Buffer body, Buffer chunk) {
        if (body.length() + chunk.length() > MAX_ANSWER) {
            throw new IllegalStateException("more than " + MAX_ANSWER + " bytes");
        }
        body.appendBuffer(chunk);
    }

    static Optional<Duration> maxAge(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return Optional.empty();
        }
        Matcher matcher = MAX_AGE.matcher(cacheControl);
        return matcher.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    void close() {
        client.closeAndForget();
    }

    /** @param maxAge for how long the issuer says that it holds */
    record Answer(String body, Optional<Duration> maxAge) {}
}

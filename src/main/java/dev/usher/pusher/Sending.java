package dev.usher.pusher;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.Optional;

/**
 * Sends a request over the connection that it has, and tells whether one that failed can have reached the server. Of that
 * Vert.x says nothing: to it a connection that was closed before the request and one that was closed after it are the
 * same. So it is written on the connection's own event loop, where nothing comes in between.
 */
final class Sending {

    private final HttpClientRequest request;
    private final Channel channel;

    private Sending(HttpClientRequest request) {
        this.request = request;
        this.channel = ((HttpClientConnection) request.connection()).channel();
    }

    /**
     * The head of the answer. Fails with {@link NotSentException} if the server has not looked at the request, and never
     * will.
     */
    static Uni<io.vertx.mutiny.core.http.HttpClientResponse> of(
            io.vertx.mutiny.core.http.HttpClientRequest request, Optional<String> body) {
        return Uni.createFrom()
                .<HttpClientResponse>emitter(answer -> new Sending(request.getDelegate()).send(body, answer))
                .map(io.vertx.mutiny.core.http.HttpClientResponse::newInstance);
    }

    private void send(Optional<String> body, UniEmitter<? super HttpClientResponse> answer) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            write(body, answer);
        } else {
            loop.execute(() -> write(body, answer));
        }
    }

    private void write(Optional<String> body, UniEmitter<? super HttpClientResponse> answer) {
        Departed departed = Departed.over(channel);
        // Looked for now, because a connection that has been closed has lost it.
        Optional<Http2Connection> http2 = Optional.ofNullable(channel.pipeline().get(Http2ConnectionHandler.class))
                .map(Http2ConnectionHandler::connection);
        long before = departed.times();
        Future<Void> written = body.map(request::end).orElseGet(request::end);
        boolean refused = written.failed() && departed.times() == before;
        request.response().onComplete(head -> {
            if (head.succeeded()) {
                answer.complete(head.result());
            } else {
                // What has become of the request is known only when it has been written, or thrown away.
                written.onComplete(end -> answer.fail(told(
                        head.cause(), refused || hasNotLeft(end, departed, before) || isUnseen(head.cause(), http2))));
            }
        });
    }

    private static Throwable told(Throwable failure, boolean unsent) {
        return unsent ? NotSentException.connected(failure) : failure;
    }

    /** What others have sent over a connection of HTTP/2 meanwhile counts as its own: better in doubt than sent twice. */
    private static boolean hasNotLeft(AsyncResult<Void> written, Departed departed, long before) {
        return written.failed() && departed.times() == before;
    }

    /** RFC 9113, section 8.7: these two say that the request was not processed, and may be sent again. */
    private boolean isUnseen(Throwable failure, Optional<Http2Connection> http2) {
        return failure instanceof StreamResetException reset
                ? reset.getCode() == Http2Error.REFUSED_STREAM.code()
                : http2.map(this::isBeyondGoAway).orElse(false);
    }

    /** Netty's is the last of them; Vert.x keeps the first, which may be a mere announcement, or Usher's own. */
    private boolean isBeyondGoAway(Http2Connection connection) {
        return connection.goAwayReceived()
                && request.streamId() > connection.local().lastStreamKnownByPeer();
    }
}

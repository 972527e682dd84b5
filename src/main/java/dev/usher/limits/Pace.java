package dev.usher.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxHandler;
import java.util.function.Consumer;

/** How fast the client of a connection is. Used on the connection's event loop only. */
final class Pace {

    /** Of answers, when another request comes. Who reads one before asking again has nothing left to be sent then. */
    private static final long MAX_UNSENT = 1024 * 1024;

    /**
     * As many as HTTP/2 has at a time. Nobody sends more requests ahead, and they are kept in a list that is walked
     * through for each. Who does must bear that the connection ends (RFC 9112, section 9.3.2).
     */
    private static final int MAX_AHEAD = 100;

    private final Channel channel;
    private final Patience patience;
    private final Consumer<Refusal> giveUp;
    private final Since unfinished;
    private final Since unsent;
    private boolean watched;

    /** @param giveUp is told when the client has used up the patience that there is, and with what */
    Pace(Channel channel, Patience patience, MonotonicClock clock, Consumer<Refusal> giveUp) {
        this.giveUp = giveUp;
        this.channel = channel;
        this.patience = patience;
        this.unfinished = new Since(clock);
        this.unsent = new Since(clock);
        unfinished.begin();
    }

    /** To be called now and then. */
    void check() {
        watch();
        unsent.set(unsentBytes() > 0);
        if (unsent.nanos() > patience.answerNanos()) {
            giveUp.accept(Refusal.SLOW_READER);
        } else if (unfinished.nanos() > patience.headNanos() && channel.config().isAutoRead()) {
            // Otherwise the rest of the head waits for Usher, which has not answered what came before.
            giveUp.accept(Refusal.SLOW_HEAD);
        }
    }

    /**
     * Sees to it that the beginnings and the ends of heads are noticed. Until the first bytes have come, there is nobody
     * who decodes them.
     */
    void watch() {
        ChannelPipeline pipeline = channel.pipeline();
        if (watched) {
            return;
        }
        // Is there from the connection's first request on, or from the beginning where nobody speaks HTTP/2.
        boolean spoken = pipeline.get(VertxHandler.class) != null || pipeline.get(Http2ConnectionHandler.class) != null;
        if (spoken) {
            unfinished.end();
        }
        ChannelHandlerContext decoder = pipeline.context(HttpObjectDecoder.class);
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (decoder != null && encoder != null) {
            pipeline.addBefore(decoder.name(), "usher-bytes", new Bytes());
            // Where requests have been decoded already, and answers are not yet encoded.
            pipeline.addAfter(encoder.name(), "usher-messages", new Messages());
        }
        watched = decoder != null || spoken;
    }

    /** What of the answers the client's side of the connection has not taken yet. */
    private long unsentBytes() {
        return channel.unsafe().outboundBuffer() == null
                ? 0
                : channel.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    /** Something arrives. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            unfinished.set(true);
            context.fireChannelRead(bytes);
        }
    }

    /** What has arrived makes up a head, or a part of a body. */
    private final class Messages extends ChannelDuplexHandler {

        private int unanswered;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            unfinished.end();
            if (message instanceof HttpRequest) {
                unanswered++;
            }
            // Not only when connections are looked at: all of this may have come at once.
            if (unanswered > MAX_AHEAD) {
                drop(message, Refusal.PIPELINING);
            } else if (message instanceof HttpRequest && unsentBytes() > MAX_UNSENT) {
                drop(message, Refusal.SLOW_READER);
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse answer && answer.status().code() >= HttpResponseStatus.OK.code()) {
                // Not below 0: requests that came before this handler did were not counted.
                unanswered = Math.max(0, unanswered - 1);
            }
            var unused = context.write(message, promise);
        }

        private void drop(Object message, Refusal reason) {
            ReferenceCountUtil.release(message);
            giveUp.accept(reason);
        }
    }

    /** For how long something has been so. */
    private static final class Since {

        private final MonotonicClock clock;
        private boolean holds;
        private long start;

        Since(MonotonicClock clock) {
            this.clock = clock;
        }

        void begin() {
            holds = true;
            start = clock.nanos();
        }

        void end() {
            holds = false;
        }

        void set(boolean now) {
            if (now && !holds) {
                begin();
            } else if (!now) {
                end();
            }
        }

        long nanos() {
            return holds ? clock.nanos() - start : 0;
        }
    }
}

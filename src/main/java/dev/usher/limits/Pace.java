package dev.usher.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxHandler;
import java.util.function.Consumer;

/** How fast the client of a connection is. Used on the connection's event loop only. */
final class Pace {

    /** More than the longest answer. Who asks on and on and reads nothing would have Usher keep all of its answers. */
    private static final long MAX_UNSENT = 32 * 1024 * 1024;

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

    void check() {
        watch();
        long bytes = unsentBytes();
        unsent.set(bytes > 0);
        if (unfinished.nanos() > patience.headNanos()) {
            giveUp.accept(Refusal.SLOW_HEAD);
        } else if (unsent.nanos() > patience.answerNanos() || bytes > MAX_UNSENT) {
            giveUp.accept(Refusal.SLOW_READER);
        }
    }

    /**
     * Sees to it that the beginnings and the ends of heads are noticed. Until the first bytes have come, there is nobody
     * who decodes them.
     */
    private void watch() {
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
        if (decoder != null) {
            pipeline.addBefore(decoder.name(), "usher-bytes", new Bytes());
            pipeline.addAfter(decoder.name(), "usher-messages", new Messages());
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
            if (unsentBytes() > MAX_UNSENT) {
                // Not only when connections are looked at: in one turn, a client can ask for much.
                ReferenceCountUtil.release(bytes);
                giveUp.accept(Refusal.SLOW_READER);
                return;
            }
            unfinished.set(true);
            context.fireChannelRead(bytes);
        }
    }

    /** What has arrived makes up a head, or a part of a body. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            unfinished.end();
            context.fireChannelRead(message);
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

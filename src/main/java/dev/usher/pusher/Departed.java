package dev.usher.pusher;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;

/**
 * Whether anything has left over a connection: not what was written, which may still be thrown away, but what the socket
 * has taken. It stands between TLS and the socket.
 */
final class Departed extends ChannelOutboundHandlerAdapter {

    private volatile long times;

    private Departed() {}

    /** That of the connection, put there if it is not. To be called on its event loop. */
    static Departed over(Channel channel) {
        Departed there = channel.pipeline().get(Departed.class);
        if (there == null) {
            there = new Departed();
            channel.pipeline().addFirst(there);
        }
        return there;
    }

    /** How many times the socket has taken bytes. */
    long times() {
        return times;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // Netty tells it of a part as well, which a failure afterwards would hide.
        var told = context.newProgressivePromise();
        told.addListener(new PromiseNotifier<>(promise.unvoid()));
        told.addListener(new Progress());
        var unused = context.write(message, told);
    }

    private final class Progress implements ChannelProgressiveFutureListener {

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the connection's event loop alone.
        public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
            if (progress > 0) {
                times++;
            }
        }

        @Override
        public void operationComplete(ChannelProgressiveFuture future) {}
    }
}

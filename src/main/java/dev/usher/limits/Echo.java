package dev.usher.limits;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long an event loop takes to come to what has arrived, with a datagram that it sends to itself. It waits
 * as calls do, behind every connection on which something arrived before; and no other way is known to tell, because
 * neither a turn of the loop nor its tasks wait for connections that the turn has not come to. Used on the event loop
 * only.
 */
final class Echo extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final Logger LOG = Logger.getLogger(Echo.class);

    /** Nothing waits so long that does not wait for ever. The system may drop datagrams. */
    private static final Duration LOST = Duration.ofSeconds(10);

    private final DatagramChannel channel;
    private final MonotonicClock clock;
    private final LongConsumer heard;
    private boolean awaited;
    private long sentAt;

    /** @param heard is told how long each took, in nanoseconds */
    Echo(DatagramChannel channel, MonotonicClock clock, LongConsumer heard) {
        this.channel = channel;
        this.clock = clock;
        this.heard = heard;
    }

    void open(EventLoop eventLoop) {
        channel.pipeline().addLast(this);
        var unused = eventLoop.register(channel).addListener(registered -> bind());
    }

    private void bind() {
        var unused = channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addListener(bound -> connect(bound.cause()));
    }

    /** To itself: then it gets nobody else's datagrams. */
    private void connect(@Nullable Throwable failure) {
        if (failure == null) {
            var unused = channel.connect(channel.localAddress());
        } else {
            LOG.warnf("No call is refused for having to wait: %s.", failure);
        }
    }

    void close() {
        var unused = channel.close();
    }

    /** Whether one is on its way. */
    boolean isAwaited() {
        return awaited && ageNanos() < LOST.toNanos();
    }

    /** How long it is since the last one was sent. */
    long ageNanos() {
        return clock.nanos() - sentAt;
    }

    void send() {
        if (channel.isConnected()) {
            awaited = true;
            sentAt = clock.nanos();
            var unused = channel.writeAndFlush(Unpooled.copyLong(sentAt));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        if (awaited && datagram.content().readLong() == sentAt) {
            awaited = false;
            heard.accept(ageNanos());
        }
    }
}

package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Names connections, each differently: counted within this broker, and told apart from other brokers by chance. */
final class SocketIds {

    private final int broker = ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
    private final AtomicLong connections = new AtomicLong();

    SocketId next() {
        return new SocketId(broker + "." + connections.incrementAndGet());
    }
}

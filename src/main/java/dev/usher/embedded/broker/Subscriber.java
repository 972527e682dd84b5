package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;

/** One who joins channels: a connection, as the {@link Hub} sees it. */
interface Subscriber {

    SocketId socketId();

    /** Queues a frame. Returns at once, on any thread; frames arrive in the order in which they are queued. */
    void send(String frame);
}

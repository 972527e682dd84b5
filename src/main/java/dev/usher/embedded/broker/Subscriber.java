package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;

/** One who joins channels: a connection, as the {@link Hub} and {@link Users} see it. */
interface Subscriber {

    SocketId socketId();

    /** Queues a frame. Returns at once, on any thread; frames arrive in the order in which they are queued. */
    void send(String frame);

    /** Ends the connection once all that is queued has been sent. Returns at once, on any thread. */
    void close(Closing closing);
}

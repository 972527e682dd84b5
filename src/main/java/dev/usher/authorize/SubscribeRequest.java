package dev.usher.authorize;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.request.Fields;

/** A connection asks to join a channel. */
record SubscribeRequest(SocketId socketId, ChannelName channel) {

    /** Reads {@code socket_id} and {@code channel_name}; a client adds fields of its own at will. */
    static SubscribeRequest of(Fields fields) {
        return new SubscribeRequest(
                fields.required("socket_id", SocketId::new), fields.required("channel_name", ChannelName::new));
    }
}

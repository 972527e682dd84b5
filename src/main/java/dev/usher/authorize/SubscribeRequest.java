package dev.usher.authorize;

import dev.usher.channel.SocketId;
import dev.usher.request.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A connection asks to join channels. Their names are as they came: in a batch, one that is none must not spoil the
 * others.
 */
sealed interface SubscribeRequest {

    /** More than a page joins at once, and few enough to be answered in one turn of an event loop. */
    int MAX_CHANNELS = 100;

    record Single(SocketId socketId, String channel) implements SubscribeRequest {}

    /** @param channels 1 to {@value SubscribeRequest#MAX_CHANNELS}, each once */
    record Batch(SocketId socketId, List<String> channels) implements SubscribeRequest {
        public Batch {
            channels = channels.stream().distinct().toList();
        }
    }

    /** Reads {@code socket_id} and {@code channel_name}, one or a list; a client adds fields of its own at will. */
    static SubscribeRequest of(Fields fields) {
        SocketId socketId = fields.required("socket_id", SocketId::new);
        Optional<List<String>> channels = fields.list("channel_name", 1, MAX_CHANNELS, Function.identity());
        return channels.<SubscribeRequest>map(names -> new Batch(socketId, names))
                .orElseGet(() -> new Single(socketId, fields.required("channel_name", Function.identity())));
    }

    /** Answers with the function of the case that this request is. */
    default <R> R fold(
            BiFunction<SocketId, String, ? extends R> ifSingle,
            BiFunction<SocketId, List<String>, ? extends R> ifBatch) {
        return this instanceof Single single
                ? ifSingle.apply(single.socketId(), single.channel())
                : ifBatch.apply(((Batch) this).socketId(), ((Batch) this).channels());
    }
}

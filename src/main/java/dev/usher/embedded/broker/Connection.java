package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

/** One client's WebSocket. Carries frames, and knows nothing of what they say. */
final class Connection implements Subscriber {

    /** So much may wait for a slow client. Without a bound, one that stops reading fills the memory. */
    private static final int MAX_QUEUED_BYTES = 1024 * 1024;

    private final SocketId socketId;
    private final ServerWebSocket socket;
    private final Handshake handshake;
    private final Vertx vertx;
    private final Context eventLoop;

    /** A connection of the event loop that this is called on. */
    Connection(SocketId socketId, ServerWebSocket socket, Handshake handshake, Vertx vertx) {
        this.socketId = socketId;
        this.socket = socket;
        this.handshake = handshake;
        this.vertx = vertx;
        this.eventLoop = vertx.getOrCreateContext();
    }

    void open(Conversation conversation, Liveness liveness) {
        Heartbeat heartbeat = new Heartbeat(vertx, liveness, () -> send(Frames.ping()), () -> close(Closing.NO_PONG));
        socket.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
        socket.textMessageHandler(text -> {
            heartbeat.heard();
            conversation.receive(text);
        });
        socket.binaryMessageHandler(binary -> {
            heartbeat.heard();
            conversation.receiveBinary();
        });
        socket.pongHandler(pong -> heartbeat.heard());
        // Vert.x drops a message of many frames that exceeds its buffer, yet keeps the frames that it has: whatever
        // came next would be read as the end of that message. After a frame that is too long or broken it ends the
        // connection itself, at once and without a code. So the close is not queued, unlike all else.
        socket.exceptionHandler(broken -> closeNow(Closing.MESSAGE_TOO_BIG));
        socket.closeHandler(closed -> {
            heartbeat.stop();
            conversation.end();
        });
        heartbeat.heard();
        conversation.begin();
    }

    @Override
    public void close(Closing closing) {
        if (handshake.wantsErrorBeforeClose()) {
            send(Frames.error(ProtocolError.of(closing)));
        }
        eventLoop.runOnContext(turn -> closeNow(closing));
    }

    @Override
    public SocketId socketId() {
        return socketId;
    }

    // Always by way of the event loop's queue, even from the event loop itself. Written directly from there, a frame
    // could overtake one that another event loop has queued before it.
    @Override
    public void send(String frame) {
        eventLoop.runOnContext(turn -> write(frame));
    }

    private void write(String frame) {
        if (socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            closeNow(Closing.OVER_CAPACITY);
        } else {
            socket.writeTextMessage(frame);
        }
    }

    private void closeNow(Closing closing) {
        socket.close((short) closing.code(), closing.reason());
    }
}

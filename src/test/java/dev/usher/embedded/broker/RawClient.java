package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.testing.Vectors;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that sends what it is told, right or wrong, and shows every frame that it gets. */
public final class RawClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

    /** Apart from the others, since they come whenever somebody else comes or goes. */
    private final BlockingQueue<JsonNode> counts = new LinkedBlockingQueue<>();

    private final CompletableFuture<Closing> closing = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final WebSocket socket;
    private SocketId socketId = new SocketId("0.0");

    private RawClient(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .join();
    }

    /** Connects as pusher-js does, and waits until the connection is established. */
    static RawClient connect(BrokerServer server) {
        return connect(server.port());
    }

    /** Connects so to the broker at that port. */
    public static RawClient connect(int port) {
        RawClient client = connect(port, "/app/" + Vectors.KEY + "?protocol=7&client=js&version=8.6.0");
        client.socketId = new SocketId(data(client.next("pusher:connection_established"))
                .get("socket_id")
                .asText());
        return client;
    }

    static RawClient connect(BrokerServer server, String pathAndQuery) {
        return connect(server.port(), pathAndQuery);
    }

    private static RawClient connect(int port, String pathAndQuery) {
        return new RawClient(URI.create("ws://%s:%d%s".formatted(BrokerServer.HOST, port, pathAndQuery)));
    }

    public SocketId socketId() {
        return socketId;
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    void sendBinary(String bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), true)
                .join();
    }

    String pingOfTheWebSocketProtocol(String bytes) {
        socket.sendPing(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8))).join();
        return BrokerServer.await(Future.fromCompletionStage(pong));
    }

    void subscribe(String channel) {
        send(frame("pusher:subscribe", data("channel", channel)));
    }

    public void subscribe(String channel, String auth) {
        send(frame("pusher:subscribe", data("channel", channel).put("auth", auth)));
    }

    void subscribe(String channel, String auth, String channelData) {
        send(frame(
                "pusher:subscribe", data("channel", channel).put("auth", auth).put("channel_data", channelData)));
    }

    /** Joins any channel, with the authorization that it needs, and waits until it is in. */
    @CanIgnoreReturnValue
    public JsonNode join(String channel) {
        ChannelName name = new ChannelName(channel);
        if (name.kind().isPublic()) {
            subscribe(channel);
        } else {
            subscribe(channel, BrokerServer.signer().authorize(socketId, name));
        }
        return next("pusher_internal:subscription_succeeded");
    }

    /** Joins a presence channel, and waits until it is in. */
    @CanIgnoreReturnValue
    JsonNode joinAs(String channel, String channelData) {
        subscribe(
                channel,
                BrokerServer.signer().authorizeMember(socketId, new ChannelName(channel), channelData),
                channelData);
        return next("pusher_internal:subscription_succeeded");
    }

    void signIn(String auth, String userData) {
        send(frame("pusher:signin", data("auth", auth).put("user_data", userData)));
    }

    /** Signs in as a backend allows it, and waits until it is done. */
    @CanIgnoreReturnValue
    JsonNode signInAs(String userData) {
        signIn(BrokerServer.signer().signIn(socketId, userData), userData);
        return next("pusher:signin_success");
    }

    void unsubscribe(String channel) {
        send(frame("pusher:unsubscribe", data("channel", channel)));
    }

    void trigger(String event, String channel, String data) {
        send(JSON.createObjectNode()
                .put("event", event)
                .put("channel", channel)
                .put("data", data)
                .toString());
    }

    public void disconnect() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    JsonNode next() {
        return take(frames);
    }

    /** The next frame that tells how many subscriptions a channel has. */
    JsonNode nextCount() {
        return take(counts);
    }

    private static JsonNode take(BlockingQueue<JsonNode> frames) {
        try {
            JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @CanIgnoreReturnValue
    public JsonNode next(String event) {
        JsonNode frame = next();
        if (!frame.path("event").asText().equals(event)) {
            throw new AssertionError("expected " + event + " but got " + frame);
        }
        return frame;
    }

    /** What the next frame says, which is an error. */
    JsonNode nextError() {
        return next("pusher:error").get("data");
    }

    /** That all is well and nothing waits to be read: frames come in order, and the next is the answer to this. */
    void expectNothing() {
        send("{\"event\":\"pusher:ping\",\"data\":{}}");
        next("pusher:pong");
    }

    void skipWhatWaits() {
        send("{\"event\":\"pusher:ping\",\"data\":{}}");
        String event;
        do {
            event = next().path("event").asText();
        } while (!event.equals("pusher:pong"));
    }

    int waiting() {
        return frames.size();
    }

    Closing closing() {
        return BrokerServer.await(Future.fromCompletionStage(closing));
    }

    /** The JSON inside the JSON. */
    public static JsonNode data(JsonNode frame) {
        if (!frame.path("data").isTextual()) {
            throw new AssertionError("data is not a string in " + frame);
        }
        return parse(frame.get("data").asText());
    }

    private static ObjectNode data(String name, String value) {
        return JSON.createObjectNode().put(name, value);
    }

    private static String frame(String event, JsonNode data) {
        return JSON.createObjectNode().put("event", event).set("data", data).toString();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (Exception e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode frame = parse(text.toString());
                boolean isCount = frame.path("event").asText().equals("pusher_internal:subscription_count");
                (isCount ? counts : frames).add(frame);
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer bytes) {
            pong.complete(StandardCharsets.UTF_8.decode(bytes).toString());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closing.complete(new Closing(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closing.completeExceptionally(error);
        }
    }
}

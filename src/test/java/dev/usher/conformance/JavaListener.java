package dev.usher.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.pusher.client.Pusher;
import com.pusher.client.channel.ChannelEventListener;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes down what pusher-java-client tells its application, in the words of {@code inbox.mjs}. */
final class JavaListener
        implements ConnectionEventListener, PresenceChannelEventListener, PrivateEncryptedChannelEventListener {

    private static final String CACHE_MISS = "pusher:cache_miss";

    static final String[] EVENTS = {
        "news",
        "marker",
        "client-hi",
        "pusher:subscription_count",
        CACHE_MISS,
        "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated"
    };

    private static final Pattern STATUS = Pattern.compile("\\b[1-5]\\d\\d\\b");

    private static final JsonMapper JSON = new JsonMapper();

    private final Pusher pusher;
    private final @Nullable String channel;
    private final Consumer<ObjectNode> inbox;

    /** @param channel what is listened to; the connection itself if null */
    JavaListener(Pusher pusher, @Nullable String channel, Consumer<ObjectNode> inbox) {
        this.pusher = pusher;
        this.channel = channel;
        this.inbox = inbox;
    }

    private void put(String what, JsonNode data) {
        put(what, data, null);
    }

    private void put(String what, JsonNode data, @Nullable String by) {
        ObjectNode entry = JSON.createObjectNode().put("what", what);
        entry.set("data", data);
        if (channel != null) {
            entry.put("channel", channel);
        }
        if (by != null) {
            entry.put("by", by);
        }
        inbox.accept(entry);
    }

    void signedIn() {
        put("signed in", NullNode.getInstance());
    }

    /** For a channel that says no more than that the connection is made. */
    ChannelEventListener onceSubscribed() {
        return new ChannelEventListener() {
            @Override
            public void onSubscriptionSucceeded(String name) {
                put("connected", new TextNode(pusher.getConnection().getSocketId()));
            }

            @Override
            public void onEvent(PusherEvent event) {
                // Nobody publishes to it.
            }
        };
    }

    @Override
    public void onConnectionStateChange(ConnectionStateChange change) {
        if (change.getCurrentState() == ConnectionState.DISCONNECTED) {
            put("disconnected", NullNode.getInstance());
        }
    }

    @Override
    public void onError(String message, @Nullable String code, @Nullable Exception e) {
        put("error", new TextNode(message));
    }

    @Override
    public void onSubscriptionSucceeded(String name) {
        // A presence channel's members come in a call of their own.
        if (!name.startsWith("presence-")) {
            put("joined", JSON.createArrayNode());
        }
    }

    @Override
    public void onUsersInformationReceived(String name, Set<User> users) {
        ArrayNode names = JSON.createArrayNode();
        users.forEach(user -> names.add(nameOf(user)));
        put("joined", names);
    }

    @Override
    public void userSubscribed(String name, User user) {
        put("came", new TextNode(nameOf(user)));
    }

    @Override
    public void userUnsubscribed(String name, User user) {
        put("went", new TextNode(nameOf(user)));
    }

    @Override
    public void onAuthenticationFailure(String message, @Nullable Exception e) {
        Matcher status = STATUS.matcher(message + " " + e);
        put("refused", new TextNode(status.find() ? status.group() : message));
    }

    @Override
    public void onDecryptionFailure(String event, String reason) {
        put("undecryptable", new TextNode(reason));
    }

    @Override
    public void onEvent(PusherEvent event) {
        if (event.getEventName().equals(CACHE_MISS)) {
            // Has no data everywhere, and there getData throws.
            put("missed", NullNode.getInstance());
        } else {
            put(event.getEventName(), read(event.getData()), event.getUserId());
        }
    }

    private static String nameOf(User user) {
        return read(user.getInfo()).path("name").asText();
    }

    /** JSON if it is some, as pusher-js takes it, and the text otherwise. */
    private static JsonNode read(@Nullable String data) {
        try {
            return data == null || data.isEmpty() ? new TextNode("") : JSON.readTree(data);
        } catch (JsonProcessingException noJson) {
            return new TextNode(data);
        }
    }
}

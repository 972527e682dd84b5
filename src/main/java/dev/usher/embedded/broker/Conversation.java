package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.InvalidNameException;
import java.util.Optional;

/**
 * What is said with one client, from its first message on. Whatever the client sends, it gets an answer of the
 * protocol and keeps its connection.
 */
final class Conversation {

    /** A client event of full size with its escapes and envelope; nothing else that a client sends is as long. */
    private static final int MAX_MESSAGE_LENGTH = 32 * 1024;

    private final Subscriber client;
    private final Hub hub;
    private final Users users;
    private final Doorkeeper doorkeeper;
    private final RateLimit clientEvents;

    Conversation(Subscriber client, Hub hub, Users users, Doorkeeper doorkeeper, RateLimit clientEvents) {
        this.client = client;
        this.hub = hub;
        this.users = users;
        this.doorkeeper = doorkeeper;
        this.clientEvents = clientEvents;
    }

    void begin() {
        client.send(Frames.connectionEstablished(client.socketId()));
    }

    void end() {
        hub.leaveAll(client);
        users.signOut(client);
    }

    void receive(String text) {
        if (text.length() > MAX_MESSAGE_LENGTH) {
            refuse(ProtocolError.of("The message has %d characters (expected: at most %d)"
                    .formatted(text.length(), MAX_MESSAGE_LENGTH)));
            return;
        }
        try {
            dispatch(Received.parse("The message", text));
        } catch (MalformedException | InvalidNameException e) {
            refuse(ProtocolError.of(String.valueOf(e.getMessage())));
        }
    }

    void receiveBinary() {
        refuse(ProtocolError.of("Binary messages are not supported (expected: JSON in a text message)"));
    }

    private void dispatch(Received message) {
        String event = message.text("event");
        switch (event) {
            case "pusher:ping" -> client.send(Frames.pong());
            case "pusher:pong" -> {}
            case "pusher:subscribe" -> subscribe(message.fields("data"));
            case "pusher:unsubscribe" -> unsubscribe(message.fields("data"));
            case "pusher:signin" -> signIn(message.fields("data"));
            default -> {
                if (event.startsWith("client-")) {
                    relay(new EventName(event), message);
                } else {
                    refuse(ProtocolError.of("Unknown event (expected: pusher:subscribe, pusher:unsubscribe,"
                            + " pusher:signin, pusher:ping, pusher:pong or a name that starts with client-)"));
                }
            }
        }
    }

    private void subscribe(Received data) {
        Topic topic = Topic.parse(data.text("channel"));
        doorkeeper
                .admit(client.socketId(), topic, data, users.signedIn(client))
                .fold(admitted -> hub.join(topic, client, admitted.member()), refused -> Optional.of(refused.error()))
                .ifPresent(this::refuse);
    }

    private void signIn(Received data) {
        doorkeeper
                .signIn(client.socketId(), data)
                .fold(accepted -> users.signIn(client, accepted.user()), refused -> Optional.of(refused.error()))
                .ifPresent(this::refuse);
    }

    private void unsubscribe(Received data) {
        hub.leave(Topic.parse(data.text("channel")), client).ifPresent(this::refuse);
    }

    private void relay(EventName event, Received message) {
        ChannelName channel = new ChannelName(message.text("channel"));
        // A string is passed on as it is; anything else as the JSON that clients will parse again.
        Optional<String> data =
                message.value("data").map(value -> value.isTextual() ? value.textValue() : value.toString());
        if (channel.kind().isPublic() || channel.kind().isEncrypted()) {
            refuse(ProtocolError.noClientEventsOn(channel));
        } else if (data.filter(DataLimit::isExceededBy).isPresent()) {
            refuse(ProtocolError.of(DataLimit.MESSAGE));
        } else if (!clientEvents.allowsOneMore()) {
            refuse(ProtocolError.RATE_LIMITED);
        } else {
            hub.relay(Topic.of(channel), client, event, data).ifPresent(this::refuse);
        }
    }

    private void refuse(ProtocolError error) {
        client.send(Frames.error(error));
    }
}

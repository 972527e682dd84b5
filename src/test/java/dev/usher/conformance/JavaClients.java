package dev.usher.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.util.HttpChannelAuthorizer;
import com.pusher.client.util.HttpUserAuthenticator;
import dev.usher.testing.Vectors;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Connections of pusher-java-client, by the names that the scenarios give them. */
final class JavaClients {

    private record Client(Pusher pusher, HttpChannelAuthorizer authorizer, Consumer<ObjectNode> inbox) {}

    private static final String READY = "ready";
    private static final long LOOK_NANOS = 10_000_000;
    private static final int LOOKS = 1_000;

    private final String usher;
    private final int channelsPort;
    private final Dialogue dialogue;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    JavaClients(String usher, int channelsPort, Dialogue dialogue) {
        this.usher = usher;
        this.channelsPort = channelsPort;
        this.dialogue = dialogue;
    }

    void connect(String connection, String token) {
        HttpChannelAuthorizer authorizer = new HttpChannelAuthorizer(usher + "/pusher/auth");
        authorizer.setHeaders(bearer(token));
        HttpUserAuthenticator authenticator = new HttpUserAuthenticator(usher + "/pusher/user-auth");
        authenticator.setHeaders(bearer(token));
        Pusher pusher = new Pusher(
                Vectors.KEY,
                new PusherOptions()
                        .setHost("127.0.0.1")
                        .setWsPort(channelsPort)
                        .setUseTLS(false)
                        .setChannelAuthorizer(authorizer)
                        .setUserAuthenticator(authenticator));
        Consumer<ObjectNode> inbox = entry -> dialogue.heard(connection, entry);
        clients.put(connection, new Client(pusher, authorizer, inbox));
        pusher.user().bindGlobal(new JavaListener(pusher, "user", inbox));
        // Subscriptions that are asked for at the moment of connecting are sent twice, so the connection counts as made
        // when this one is.
        JavaListener connectionListener = new JavaListener(pusher, null, inbox);
        pusher.subscribe(READY, connectionListener.onceSubscribed());
        pusher.connect(connectionListener);
    }

    void reconnect(String connection) {
        of(connection).pusher().connect();
    }

    void disconnect(String connection) {
        of(connection).pusher().disconnect();
    }

    void subscribe(String connection, String channel) {
        Client client = of(connection);
        JavaListener listener = new JavaListener(client.pusher(), channel, client.inbox());
        if (channel.startsWith("private-encrypted-")) {
            client.pusher().subscribePrivateEncrypted(channel, listener, JavaListener.EVENTS);
        } else if (channel.startsWith("private-")) {
            client.pusher().subscribePrivate(channel, listener, JavaListener.EVENTS);
        } else if (channel.startsWith("presence-")) {
            client.pusher().subscribePresence(channel, listener, JavaListener.EVENTS);
        } else {
            client.pusher().subscribe(channel, listener, JavaListener.EVENTS);
        }
    }

    void unsubscribe(String connection, String channel) {
        of(connection).pusher().unsubscribe(channel);
    }

    void useToken(String connection, String token) {
        of(connection).authorizer().setHeaders(bearer(token));
    }

    void send(String connection, String channel, String event, String data) {
        Pusher pusher = of(connection).pusher();
        (channel.startsWith("presence-") ? pusher.getPresenceChannel(channel) : pusher.getPrivateChannel(channel))
                .trigger(event, data);
    }

    /** The library tells nobody that the sign-in is done, so this looks now and then whether the user is known. */
    void signIn(String connection) {
        Client client = of(connection);
        client.pusher().signin();
        for (int looks = 0; client.pusher().user().userId() == null && looks < LOOKS; looks++) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (client.pusher().user().userId() != null) {
            new JavaListener(client.pusher(), null, client.inbox()).signedIn();
        }
    }

    private Client of(String connection) {
        return Objects.requireNonNull(clients.get(connection));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}

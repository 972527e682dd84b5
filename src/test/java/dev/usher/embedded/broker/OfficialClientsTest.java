package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pusher.client.ChannelAuthorizer;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Result;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.testing.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pusher's own client and server libraries for Java get along with the broker, as with Pusher.
 *
 * <p>The clients subscribe before they connect: pusher-java-client may send a subscription twice that it is asked for
 * at the moment of connecting.
 */
class OfficialClientsTest {

    private static final long PATIENCE_SECONDS = 20;

    private BrokerServer server;
    private com.pusher.rest.Pusher backend;
    private final Events events = new Events();

    @BeforeEach
    void start() {
        server = BrokerServer.start();
        backend = new com.pusher.rest.Pusher(Vectors.APP_ID, Vectors.KEY, Vectors.SECRET);
        backend.setHost(BrokerServer.HOST + ":" + server.port());
        backend.setEncrypted(false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void joinAPrivateChannelAndReceiveWhatABackendPublishes() {
        Pusher client = client(Vectors.KEY, asUsherSigns());
        client.subscribePrivate("private-user-42", events, "order-created");
        client.connect();
        events.expect("subscribed private-user-42");

        Result result = backend.trigger("private-user-42", "order-created", Map.of("id", "🚀"));

        assertEquals(200, result.getHttpStatus(), result.getMessage());
        events.expect("order-created private-user-42 {\"id\":\"🚀\"} null");
        client.disconnect();
    }

    @Test
    void joinAPresenceChannelAndSeeWhoComesAndGoes() {
        Pusher anna = client(Vectors.KEY, asBackendSignsFor("anna"));
        anna.subscribePresence("presence-room", events, "client-hi", "news");
        anna.connect();
        events.expect("members [anna]");
        events.expect("subscribed presence-room");

        Pusher ben = client(Vectors.KEY, asBackendSignsFor("ben"));
        Events bens = new Events();
        var room = ben.subscribePresence("presence-room", bens, "news");
        ben.connect();
        bens.expect("members [anna, ben]");
        bens.expect("subscribed presence-room");
        events.expect("came ben {\"name\":\"Name of ben\"}");
        assertEquals("ben", room.getMe().getId());

        room.trigger("client-hi", "{\"from\":\"me\"}");
        events.expect("client-hi presence-room {\"from\":\"me\"} ben");

        Result result = backend.trigger("presence-room", "news", "hot");
        assertEquals(200, result.getHttpStatus(), result.getMessage());
        events.expect("news presence-room \"hot\" null");
        bens.expect("news presence-room \"hot\" null");

        ben.disconnect();
        events.expect("went ben");
        anna.disconnect();
    }

    @Test
    void receiveABatchButNotWhatTheyCausedThemselves() {
        Pusher client = client(Vectors.KEY, asUsherSigns());
        client.subscribePrivate("private-a", events, "e");
        client.connect();
        events.expect("subscribed private-a");

        Result result = backend.trigger(List.of(
                new Event("private-a", "e", "mine", client.getConnection().getSocketId()),
                new Event("private-a", "e", "other")));

        assertEquals(200, result.getHttpStatus(), result.getMessage());
        events.expect("e private-a \"other\" null");
        client.disconnect();
    }

    @Test
    @Timeout(PATIENCE_SECONDS)
    void signInAndReceiveWhatABackendSendsToTheUser() {
        Pusher client = new Pusher(
                Vectors.KEY,
                options()
                        .setUserAuthenticator(
                                socketId -> "{\"auth\":\"%s\",\"user_data\":\"{\\\"id\\\":\\\"anna\\\"}\"}"
                                        .formatted(BrokerServer.signer()
                                                .signIn(new SocketId(socketId), "{\"id\":\"anna\"}"))));
        client.user().bind("news", events);
        client.connect();
        client.signin();

        // The library does not say when it has subscribed to its user, but the broker says whom an event has reached.
        String answer;
        do {
            answer = new SignedRequest(
                            server,
                            "/apps/" + Vectors.APP_ID + "/events",
                            Instant.now().getEpochSecond())
                    .send("{\"name\":\"news\",\"channel\":\"#server-to-user-anna\",\"data\":\"hot\","
                            + "\"info\":\"subscription_count\"}")
                    .body();
        } while (answer.contains("\"subscription_count\":0"));

        events.expect("news #server-to-user-anna hot null");
        client.disconnect();
    }

    @Test
    void joinACacheChannelAndTakeItsCountsAndItsLastEvent() {
        Pusher first = client(Vectors.KEY, asUsherSigns());
        first.subscribe("cache-x", events, "pusher:cache_miss", "e");
        first.connect();
        events.expect("subscribed cache-x");
        events.expect("pusher:cache_miss cache-x {} null");

        assertEquals(200, backend.trigger("cache-x", "e", "last").getHttpStatus());
        events.expect("e cache-x \"last\" null");

        Pusher second = client(Vectors.KEY, asUsherSigns());
        Events seconds = new Events();
        second.subscribe("cache-x", seconds, "e");
        second.connect();
        seconds.expect("subscribed cache-x");
        seconds.expect("e cache-x \"last\" null");

        // The first has been told by now that it is no longer alone, and is as well as before.
        assertEquals(200, backend.trigger("cache-x", "e", "new").getHttpStatus());
        events.expect("e cache-x \"new\" null");
        first.disconnect();
        second.disconnect();
    }

    @Test
    void askAboutChannels() {
        Pusher anna = client(Vectors.KEY, asBackendSignsFor("anna"));
        anna.subscribePresence("presence-room", events, "news");
        anna.connect();
        events.expect("members [anna]");
        events.expect("subscribed presence-room");

        assertEquals(
                "{\"channels\":{\"presence-room\":{\"user_count\":1}}}",
                backend.get("/channels", Map.of("filter_by_prefix", "presence-", "info", "user_count"))
                        .getMessage());
        assertEquals(
                "{\"occupied\":true,\"user_count\":1,\"subscription_count\":1}",
                backend.get("/channels/presence-room", Map.of("info", "user_count,subscription_count"))
                        .getMessage());
        assertEquals(
                "{\"users\":[{\"id\":\"anna\"}]}",
                backend.get("/channels/presence-room/users").getMessage());
        anna.disconnect();
    }

    @Test
    void learnThatASignatureIsWrong() {
        Pusher client = client(Vectors.KEY, (channel, socketId) -> "{\"auth\":\"%s:00\"}".formatted(Vectors.KEY));
        client.subscribePrivate("private-a", new Events());
        client.connect(events);

        events.expectMatch(
                "error null Invalid signature: Expected HMAC SHA256 hex digest of [0-9.]+:private-a, but got 00");
        client.disconnect();
    }

    @Test
    void learnThatTheirKeyIsWrong() {
        Pusher client = client("wrong", asUsherSigns());
        client.connect(events);

        events.expect("error 4001 App key wrong not in this cluster. Did you forget to specify the cluster?");
        client.disconnect();
    }

    @Test
    void learnThatTheirSecretIsWrong() {
        var stranger = new com.pusher.rest.Pusher(Vectors.APP_ID, Vectors.KEY, "wrong");
        stranger.setHost(BrokerServer.HOST + ":" + server.port());

        Result result = stranger.trigger("public", "e", "data");

        assertEquals(401, result.getHttpStatus());
        assertTrue(result.getMessage().startsWith("Invalid signature"), result.getMessage());
    }

    private Pusher client(String key, ChannelAuthorizer authorizer) {
        return new Pusher(key, options().setChannelAuthorizer(authorizer));
    }

    private PusherOptions options() {
        return new PusherOptions()
                .setHost(BrokerServer.HOST)
                .setWsPort(server.port())
                .setUseTLS(false);
    }

    private static ChannelAuthorizer asUsherSigns() {
        return (channel, socketId) -> "{\"auth\":\"%s\"}"
                .formatted(BrokerServer.signer().authorize(new SocketId(socketId), new ChannelName(channel)));
    }

    private ChannelAuthorizer asBackendSignsFor(String user) {
        return (channel, socketId) ->
                backend.authenticate(socketId, channel, new PresenceUser(user, Map.of("name", "Name of " + user)));
    }

    /** Writes down what the client tells its application. */
    private static final class Events implements ConnectionEventListener, PresenceChannelEventListener {

        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        void expect(String event) {
            assertEquals(event, next());
        }

        void expectMatch(String pattern) {
            assertLinesMatch(List.of(pattern), List.of(next()));
        }

        private String next() {
            try {
                return Objects.requireNonNullElse(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onConnectionStateChange(ConnectionStateChange change) {
            // The tests look at what follows from it.
        }

        @Override
        public void onError(String message, String code, Exception e) {
            seen.add("error " + code + " " + message);
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            seen.add("subscribed " + channel);
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            seen.add("unauthorized " + message);
        }

        @Override
        public void onEvent(PusherEvent event) {
            seen.add("%s %s %s %s"
                    .formatted(event.getEventName(), event.getChannelName(), event.getData(), event.getUserId()));
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            seen.add("members " + users.stream().map(User::getId).sorted().toList());
        }

        @Override
        public void userSubscribed(String channel, User user) {
            seen.add("came " + user.getId() + " " + user.getInfo());
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            seen.add("went " + user.getId());
        }
    }
}

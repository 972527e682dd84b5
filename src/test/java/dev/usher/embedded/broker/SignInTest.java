package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.testing.Vectors;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {

    private static final long NOW = 1893456000;
    private static final String ANNA = "{\"id\":\"anna\",\"user_info\":{\"name\":\"Anna 🚀\"}}";
    private static final String BEN = "{\"id\":\"ben\"}";
    private static final String ANNAS_CHANNEL = "#server-to-user-anna";

    private BrokerServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = BrokerServer.start(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
        client = RawClient.connect(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesTheUserBackAsSigned() {
        JsonNode success = client.signInAs(ANNA);

        assertEquals(ANNA, RawClient.data(success).get("user_data").textValue());
        client.expectNothing();
    }

    @Test
    void takesTheSameUserAgainAndNoOther() {
        client.signInAs(BEN);
        client.signInAs("{\"id\":\"ben\",\"user_info\":{}}");

        client.signIn(BrokerServer.signer().signIn(client.socketId(), ANNA), ANNA);

        assertRefusedWith("Connection is already signed in as another user");
        client.subscribe(ANNAS_CHANNEL, "");
        assertRefusedWith("Cannot subscribe to #server-to-user-anna");
    }

    @Test
    void refusesAWrongSignatureWithoutRevealingTheRightOne() {
        client.signIn(Vectors.KEY + ":00", ANNA);

        JsonNode error = client.nextError();

        assertEquals(
                "Invalid signature: Expected HMAC SHA256 hex digest of %s::user::%s, but got 00"
                        .formatted(client.socketId(), ANNA),
                error.get("message").asText());
        String right = BrokerServer.signer().signIn(client.socketId(), ANNA);
        assertFalse(error.toString().contains(right.substring(right.indexOf(':') + 1)));
        client.expectNothing();
    }

    @Test
    void refusesWhatWasSignedForAnotherConnectionOrAnotherUser() {
        client.signIn(BrokerServer.signer().signIn(RawClient.connect(server).socketId(), ANNA), ANNA);
        assertRefusedWith("Invalid signature");

        client.signIn(BrokerServer.signer().signIn(client.socketId(), ANNA), BEN);
        assertRefusedWith("Invalid signature");
    }

    @Test
    void refusesAnotherAppsKey() {
        client.signIn("other:00", ANNA);

        assertRefusedWith("Invalid key in sign-in auth data: 'other'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"user_id\":\"1\"}",
                "{\"id\":null}",
                "{\"id\":\"\"}",
                "{\"id\":7}",
                "{\"id\":{}}",
                "{\"id\":\"a b\"}",
                "{\"id\":\"a/b\"}",
                "{\"id\":\"1\",\"id\":\"2\"}",
                "{\"id\":\"1\",\"user_info\":\"Anna\"}",
                "{\"id\":\"1\",\"user_info\":[]}",
                "{\"id\":\"1\",\"watchlist\":\"2\"}",
                "{\"id\":\"1\",\"watchlist\":{}}",
                "{\"id\":\"1\",\"watchlist\":[2]}",
                "{\"id\":\"1\",\"watchlist\":[\"\"]}",
                "{\"id\":\"1\",\"watchlist\":[null]}",
            })
    void refusesDataThatDoesNotSayWhoTheUserIs(String userData) {
        client.signIn(BrokerServer.signer().signIn(client.socketId(), userData), userData);

        assertRefusedWith("");
        client.subscribe("#server-to-user-1", "");
        assertRefusedWith("Cannot subscribe to #server-to-user-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"pusher:signin\"}",
                "{\"event\":\"pusher:signin\",\"data\":\"{}\"}",
                "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"a:b\"}}",
                "{\"event\":\"pusher:signin\",\"data\":{\"user_data\":\"{}\"}}",
                "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"a:b\",\"user_data\":{\"id\":\"1\"}}}",
            })
    void answersASignInThatMakesNoSense(String frame) {
        client.send(frame);

        assertRefusedWith("");
    }

    @Test
    void takesFurtherFieldsOfAUser() {
        client.signInAs("{\"id\":\"1\",\"user_info\":null,\"watchlist\":null,\"plan\":\"gold\"}");

        client.expectNothing();
    }

    @Test
    void letsNobodyButTheUserSubscribeToTheUsersChannel() {
        client.subscribe(ANNAS_CHANNEL, "");
        assertRefusedWith("Cannot subscribe to #server-to-user-anna (connection not signed in as that user)");

        client.signInAs(BEN);
        client.subscribe(ANNAS_CHANNEL, "");
        assertRefusedWith("Cannot subscribe to #server-to-user-anna (connection not signed in as that user)");
    }

    @Test
    void carriesABackendsEventsToAllConnectionsOfAUser() {
        RawClient anotherWindow = RawClient.connect(server);
        RawClient somebodyElse = RawClient.connect(server);
        signInAndListen(client, "anna");
        signInAndListen(anotherWindow, "anna");
        signInAndListen(somebodyElse, "ben");

        var one = post("events", "{\"name\":\"e\",\"channels\":[\"#server-to-user-anna\"],\"data\":\"1\"}");
        var batch = post(
                "batch_events",
                "{\"batch\":[{\"name\":\"e\",\"channel\":\"#server-to-user-anna\",\"data\":\"2\","
                        + "\"info\":\"subscription_count\"}]}");

        assertEquals("{}", one);
        assertEquals("{\"batch\":[{\"subscription_count\":2}]}", batch);
        for (RawClient annas : new RawClient[] {client, anotherWindow}) {
            JsonNode event = annas.next("e");
            assertEquals(ANNAS_CHANNEL, event.get("channel").asText());
            assertEquals("1", event.get("data").textValue());
            assertEquals("2", annas.next("e").get("data").textValue());
            annas.expectNothing();
        }
        somebodyElse.expectNothing();
    }

    @Test
    void carriesNoClientEventsToAUser() {
        signInAndListen(client, "anna");

        client.trigger("client-hi", ANNAS_CHANNEL, "{}");

        assertRefusedWith("");
    }

    @Test
    void takesASignedInUserForTheMemberOfAPresenceChannel() {
        client.signInAs(ANNA);

        client.subscribe("presence-x", signedInAuth(client));

        assertEquals(
                "{\"presence\":{\"count\":1,\"ids\":[\"anna\"],\"hash\":{\"anna\":{\"name\":\"Anna 🚀\"}}}}",
                client.next("pusher_internal:subscription_succeeded")
                        .get("data")
                        .textValue());
    }

    @Test
    void letsExplicitMemberDataOverrideTheSignedInUser() {
        client.signInAs(ANNA);

        JsonNode succeeded = client.joinAs("presence-x", "{\"user_id\":\"anonymous\"}");

        assertEquals(
                "[\"anonymous\"]", RawClient.data(succeeded).at("/presence/ids").toString());
    }

    @Test
    void refusesAMemberWithoutDataThatIsNotSignedIn() {
        client.subscribe("presence-x", signedInAuth(client));

        assertRefusedWith("Cannot subscribe to presence channel presence-x");
    }

    @Test
    void refusesASignedInMemberWithoutARightSignature() {
        client.signInAs(ANNA);

        client.subscribe("presence-x", Vectors.KEY + ":00");

        assertRefusedWith("Invalid signature: Expected HMAC SHA256 hex digest of %s:presence-x, but got 00"
                .formatted(client.socketId()));
    }

    @Test
    void refusesASignedInMemberOfWhomThereIsMoreToTellThanPusherPassesOn() {
        client.signInAs("{\"id\":\"1\",\"user_info\":{\"name\":\"" + "x".repeat(1024) + "\"}}");

        client.subscribe("presence-x", signedInAuth(client));

        assertRefusedWith("The user_info of the signed-in user has 1035 bytes (expected: at most 1024)");
    }

    @Test
    void closesTheConnectionsOfAUserWhenABackendAsks() {
        RawClient anotherWindow = RawClient.connect(server);
        RawClient notSignedIn = RawClient.connect(server);
        client.signInAs(ANNA);
        anotherWindow.signInAs(ANNA);
        notSignedIn.joinAs("presence-x", "{\"user_id\":\"anna\"}");

        assertEquals("{}", post("users/anna/terminate_connections", "{}"));

        assertEquals(4009, client.closing().code());
        assertEquals(4009, anotherWindow.closing().code());
        notSignedIn.expectNothing();
        RawClient.connect(server).signInAs(ANNA);
    }

    @Test
    void refusesToCloseConnectionsForWhoeverHasNoSecret() {
        client.signInAs(ANNA);

        var response =
                request("users/anna/terminate_connections").signedAs("00").send("{}");

        assertEquals(401, response.statusCode());
        client.expectNothing();
    }

    @Test
    void answersAlikeForAUserWhoIsNotThere() {
        assertEquals("{}", post("users/nobody/terminate_connections", "{}"));
    }

    private String signedInAuth(RawClient member) {
        return BrokerServer.signer().authorizeSignedIn(member.socketId(), new ChannelName("presence-x"));
    }

    private static void signInAndListen(RawClient user, String id) {
        user.signInAs("{\"id\":\"" + id + "\"}");
        user.subscribe("#server-to-user-" + id, "");
        user.next("pusher_internal:subscription_succeeded");
    }

    private SignedRequest request(String path) {
        return new SignedRequest(server, "/apps/" + Vectors.APP_ID + "/" + path, NOW);
    }

    private String post(String path, String body) {
        var response = request(path).send(body);
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private void assertRefusedWith(String message) {
        JsonNode error = client.nextError();
        assertTrue(error.get("code").isNull(), error.toString());
        assertTrue(error.get("message").asText().startsWith(message), error.toString());
        client.expectNothing();
    }
}

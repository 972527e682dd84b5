package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.testing.Vectors;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static BrokerServer server;

    @BeforeAll
    static void start() {
        server = BrokerServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol=7&client=js&version=8.6.0&flash=false",
                "protocol=7&client=js&version=7.0.6",
                "protocol=7&client=js&version=8.0.0-beta.1",
                "protocol=6",
                "protocol=5&client=java-client&version=2.4.4",
                "protocol=4"
            })
    void establishesAConnection(String query) {
        RawClient client = RawClient.connect(server, "/app/" + Vectors.KEY + "?" + query);

        JsonNode data = RawClient.data(client.next("pusher:connection_established"));

        assertTrue(data.get("socket_id").asText().matches("[0-9]+\\.[0-9]+"), data.toString());
        assertEquals(120, data.get("activity_timeout").asInt());
    }

    @Test
    void namesEachConnectionDifferently() {
        assertNotEquals(
                RawClient.connect(server).socketId(), RawClient.connect(server).socketId());
    }

    @ParameterizedTest
    @CsvSource({
        "?client=js&version=8.6.0, 4008",
        "'', 4008",
        "?protocol=3, 4007",
        "?protocol=8, 4007",
        "?protocol=-7, 4007",
        "?protocol=seven, 4007",
        "?protocol=99999999999, 4007",
        "?protocol=, 4007",
        "?protocol=7&version=eight, 4006",
        "?protocol=7&version=, 4006",
    })
    void turnsAwayAnUnsuitableProtocol(String query, int code) {
        RawClient client = RawClient.connect(server, "/app/" + Vectors.KEY + query);

        assertEquals(code, client.closing().code());
    }

    @Test
    void turnsAwayAnUnknownKeyInPushersWords() {
        RawClient client = RawClient.connect(server, "/app/wrong?protocol=7");

        assertEquals(
                new Closing(4001, "App key wrong not in this cluster. Did you forget to specify the cluster?"),
                client.closing());
        assertEquals(0, client.waiting());
    }

    @Test
    void turnsAwayAnOverlongKeyWithACodeAllTheSame() {
        RawClient client = RawClient.connect(server, "/app/" + "%F0%9F%9A%80".repeat(100) + "?protocol=7");

        assertEquals(4001, client.closing().code());
    }

    @Test
    void tellsAnOlderClientTheErrorBeforeClosing() {
        RawClient client = RawClient.connect(server, "/app/wrong?protocol=5");

        assertEquals(4001, client.nextError().get("code").asInt());
        assertEquals(4001, client.closing().code());
    }

    @Test
    void tellsAPlainHttpClientToUpgrade() {
        // Not the JDK's client, which from JDK 25 on takes the Upgrade of the answer for malformed.
        RestAssured.given()
                .get("http://%s:%d/app/%s?protocol=7".formatted(BrokerServer.HOST, server.port(), Vectors.KEY))
                .then()
                .statusCode(426)
                .header("Upgrade", "websocket");
    }
}

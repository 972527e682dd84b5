package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody holds a connection for longer than they use it. The timeouts of the tests only say when to give up. */
@QuarkusTest
@TestProfile(SlowClientsTest.Settings.class)
@WithTestResource(Channels.class)
@Timeout(60)
class SlowClientsTest {

    private static final int PATIENCE_MILLIS = 50_000;
    private static final int END = -1;
    private static final String ASSET = "GET /usher.js HTTP/1.1\r\nHost: x\r\n\r\n";

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "usher.limits.head-timeout", "500ms",
                    "usher.limits.body-timeout", "500ms",
                    "usher.limits.answer-timeout", "500ms");
        }
    }

    private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
    private Socket socket = new Socket();

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket();
        // So that an answer that is not read is soon not taken any more.
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
    }

    @AfterEach
    void disconnect() throws IOException {
        dripping.shutdownNow();
        socket.close();
    }

    /** Also with the beginning of HTTP/2's preface, before which nobody knows which protocol it will be. */
    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PRI * HTTP", "GET /usher.js HTTP/1.1\r\nHost: x\r\n", "GET /usher"})
    void endsAConnectionOnWhichNoHeadIsEnded(String beginning) throws IOException {
        send(beginning);
        assertEnded();
    }

    @Test
    void endsAConnectionOnWhichAHeadArrivesByteByByte() throws IOException {
        send("GET /usher.js HTTP/1.1\r\nHost: x\r\nX-Long: ");
        drip();
        assertEnded();
    }

    @Test
    void endsOneOnWhichItIsNotTheFirstHead() throws Exception {
        send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer().startsWith("HTTP/1.1 404"));
        send("GET /nothing HTTP/1.1\r\nHost: x\r\nX-Long: ");
        drip();
        assertEnded();
    }

    @Test
    void keepsAConnectionThatIsNotUsedForAWhile() throws Exception {
        send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer().startsWith("HTTP/1.1 404"));
        // Another one, which says nothing, has come and gone meanwhile.
        try (Socket silent = new Socket("localhost", RestAssured.port)) {
            silent.setSoTimeout(PATIENCE_MILLIS);
            assertEquals(END, silent.getInputStream().read());
        }
        send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer().startsWith("HTTP/1.1 404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n\r\nsocket_id=", "Transfer-Encoding: chunked\r\n\r\n1\r\ns\r\n"})
    void tellsAClientWhoseBodyDoesNotEnd(String body) throws IOException {
        send("POST /pusher/auth HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestIssuer.token("42")
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n" + body);
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
        assertTrue(answer.contains("urn:usher:problem:request-timeout"), answer);
    }

    @Test
    void tellsAClientWhoseBodyArrivesByteByByte() throws IOException {
        send("POST /pusher/auth HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestIssuer.token("42")
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n");
        drip();
        assertTrue(answer().startsWith("HTTP/1.1 408"));
    }

    @Test
    void waitsForTheRestOfAnAnsweredBodyNoLongerThanForABody() throws IOException {
        send("POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    }

    @Test
    void endsAConnectionOnWhichRequestsAreSentOnAndOn() throws IOException {
        sendUntilReset(ASSET.repeat(50_000));
        assertReset();
    }

    @Test
    void answersRequestsThatAreSentAhead() throws IOException {
        send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(99)
                + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(100, answers.split("HTTP/1.1 404", -1).length - 1);
    }

    @Test
    void answersMoreOfThemOneAfterAnother() throws IOException {
        for (int i = 0; i < 300; i++) {
            send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer().startsWith("HTTP/1.1 404"), "answer " + i);
        }
    }

    private void sendUntilReset(String text) throws IOException {
        try {
            send(text);
        } catch (SocketException reset) {
            // As early as that.
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void drip() {
        ScheduledFuture<?> unused = dripping.scheduleAtFixedRate(
                () -> {
                    try {
                        send("x");
                    } catch (IOException ended) {
                        throw new IllegalStateException(ended);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    private String answer() throws IOException {
        byte[] bytes = new byte[8192];
        return new String(bytes, 0, Math.max(0, socket.getInputStream().read(bytes)), StandardCharsets.UTF_8);
    }

    /** What the system has of answers may still come. */
    private void assertReset() {
        assertThrows(SocketException.class, () -> {
            long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            send(ASSET);
            send(ASSET);
        });
    }

    /** Without an answer: there is no request that it could be to. */
    private void assertEnded() throws IOException {
        try {
            assertEquals(END, socket.getInputStream().read());
        } catch (SocketException reset) {
            // A byte was still on its way to the server.
        }
    }
}

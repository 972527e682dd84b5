package dev.usher.limits;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is ended is counted. Here and not where it is ended: the artifact has its metrics elsewhere. */
@QuarkusTest
@WithTestResource(Channels.class)
@Timeout(60)
class RefusalsTest {

    private static final int PATIENCE_MILLIS = 50_000;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics = "";

    @Test
    void countsAConnectionOnWhichRequestsAreSentOnAndOn() throws IOException {
        // Asked for first, because that takes its time, and a connection that says nothing meanwhile is ended for that.
        double before = counted();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("localhost", RestAssured.port));
            sendUntilReset(socket);
        }
        assertEquals(before + 1, counted());
    }

    private static void sendUntilReset(Socket socket) throws IOException {
        byte[] requests =
                "GET /usher.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        try {
            socket.getOutputStream().write(requests);
            long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // As it should.
        }
    }

    /** Whichever bound comes first. */
    private double counted() {
        return given().get(metrics)
                .asString()
                .lines()
                .filter(line -> line.matches("usher_refused_total\\{reason=\"(slow-reader|pipelining)\"} .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}

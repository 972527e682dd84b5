package dev.usher.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal is a problem document, whoever refuses, and a browser of an allowed origin can read it. */
@QuarkusTest
@WithTestResource(Channels.class)
class ProblemTest {

    private static final String ORIGIN = "https://app.example.com";

    @ParameterizedTest
    @CsvSource({
        "POST, /, 404, not-found",
        "GET, /nothing, 404, not-found",
        "POST, /pusher/authx, 404, not-found",
        "GET, /pusher/auth, 405, method-not-allowed",
        "DELETE, /events, 405, method-not-allowed",
        "POST, /pusher/auth, 401, token-missing",
        "POST, /events, 401, token-missing",
    })
    void answersWithADocumentAndCorsHeaders(String method, String path, int status, String slug) {
        ValidatableResponse answer =
                given().header("Origin", ORIGIN).request(method, path).then();
        answer.statusCode(status)
                .contentType("application/problem+json")
                .header("Access-Control-Allow-Origin", ORIGIN)
                .body("type", equalTo("urn:usher:problem:" + slug))
                .body("title", notNullValue())
                .body("status", equalTo(status))
                .body("detail", notNullValue())
                .body("instance", containsString("urn:uuid:"));
    }

    @Test
    void answersAnOverlongBodyOfUnknownLengthWithADocument() throws IOException {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        String answer = raw("POST /pusher/auth HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + TestIssuer.token("42") + "\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3) + "0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("urn:usher:problem:too-large"), answer);
    }

    @Test
    void goesOnWithAConnectionWhoseBodyNobodyRead() throws IOException {
        String refused =
                "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000);
        String answers = raw(refused + "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answers.startsWith("HTTP/1.1 401"), answers);
        assertTrue(answers.contains("HTTP/1.1 404"), answers);
    }

    @Test
    void tellsAClientThatAsksToGoOnWithItsBody() throws IOException {
        try (Socket socket = new Socket("localhost", io.restassured.RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /pusher/auth HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: 1\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            assertEquals("HTTP/1.1 100", answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1|",
                "1.1|Host: a\r\nHost: b\r\n",
                "1.0|Host: a\r\nHost: a\r\n",
                "1.0|Origin: https://app.example.com\r\n",
                "1.0|Origin: http://null\r\n"
            })
    void refusesWhatDoesNotNameOneHost(String versionAndHeaders) throws IOException {
        String[] parts = versionAndHeaders.split("\\|", 2);
        String answer = raw("GET /pusher/session HTTP/" + parts[0] + "\r\nConnection: close\r\n" + parts[1] + "\r\n");
        assertTrue(answer.startsWith("HTTP/" + parts[0] + " 400 "), answer);
        assertTrue(answer.contains("urn:usher:problem:malformed-request"), answer);
    }

    @Test
    void letsABrowserOfAnAllowedOriginAsk() {
        given().header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,x-custom")
                .options("/pusher/auth")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", ORIGIN)
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", containsString("authorization"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.com",
        "https://app.example.com.evil.example",
        "http://app.example.com",
        "null",
        "http://[",
        "''",
    })
    void refusesPagesOfOtherOrigins(String origin) {
        for (String method : new String[] {"POST", "OPTIONS"}) {
            given().header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .request(method, "/pusher/auth")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .header("Access-Control-Allow-Origin", nullValue())
                    .body("type", equalTo("urn:usher:problem:origin-not-allowed"));
        }
    }

    @Test
    void givesEachReasonItsOwnType() {
        assertEquals(
                ProblemType.values().length,
                Arrays.stream(ProblemType.values())
                        .map(ProblemType::uri)
                        .collect(Collectors.toSet())
                        .size());
        for (ProblemType type : ProblemType.values()) {
            assertTrue(URI.create(type.uri()).isAbsolute(), type.uri());
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", io.restassured.RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

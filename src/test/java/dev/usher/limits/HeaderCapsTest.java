package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the head of a request may be, in both versions of the protocol. */
@QuarkusTest
@WithTestResource(Channels.class)
@Timeout(60)
class HeaderCapsTest {

    /** HTTP/2 has no first line, so there the path is one header among the others. */
    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1, 4000, 0, 404",
        "HTTP_1_1, 4100, 0, 414",
        "HTTP_2, 4100, 0, 404",
        "HTTP_2, 16400, 0, 431",
        "HTTP_1_1, 1, 15000, 404",
        "HTTP_1_1, 1, 16400, 431",
        "HTTP_2, 1, 15000, 404",
        "HTTP_2, 1, 16400, 431",
    })
    void refusesLongerHeads(Version version, int path, int header, int status) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        // HTTP/2 begins with a request that asks for it in HTTP/1.1.
        assertEquals(version, get(client, 1, 0).version());
        HttpResponse<String> answer = get(client, path, header);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(version, answer.version());
    }

    private static HttpResponse<String> get(HttpClient client, int path, int header)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:%d/%s".formatted(RestAssured.port, "x".repeat(path))));
        if (header > 0) {
            request.header("X-Long", "x".repeat(header));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}

package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many channels in one call, as a form or as JSON. */
@QuarkusTest
@WithTestResource(Channels.class)
class BatchAuthorizationTest {

    private static final String SOCKET = "212345.6789012";
    private static final Signer SIGNER = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));

    @Test
    void answersForEachChannelAsIfItAloneHadBeenAskedFor() {
        List<String> channels = List.of(
                "private-user-42",
                "private-user-43",
                "presence-room.7",
                "private-encrypted-ledger",
                "news",
                "private-x y",
                "x".repeat(300));
        for (ValidatableResponse answer : List.of(form(channels), json(channels))) {
            JsonNode answers = tree(answer.statusCode(200).contentType("application/json"));
            assertEquals(7, answers.size());
            assertEquals(
                    "{\"status\":200,\"data\":{\"auth\":\"" + authOf("private-user-42") + "\"}}",
                    answers.path("private-user-42").toString());
            assertEquals(
                    "urn:usher:problem:denied",
                    answers.path("private-user-43").path("problem").path("type").asText());
            assertEquals(403, answers.path("private-user-43").path("status").asInt());
            assertFalse(answers.path("private-user-43").has("data"));
            assertEquals(
                    "{\"user_id\":\"42\"}",
                    answers.path("presence-room.7")
                            .path("data")
                            .path("channel_data")
                            .asText());
            assertEquals(
                    44,
                    answers.path("private-encrypted-ledger")
                            .path("data")
                            .path("shared_secret")
                            .asText()
                            .length());
            for (String wrong : List.of("news", "private-x y", "x".repeat(300))) {
                assertEquals(400, answers.path(wrong).path("status").asInt(), wrong);
                assertEquals(
                        "channel_name",
                        answers.path(wrong).path("problem").path("field").asText());
            }
        }
    }

    @Test
    void takesTheFormOfPusherJsAuthAsItIsSent() {
        raw(
                        "application/x-www-form-urlencoded",
                        "&socket_id=1.1&channel_name[0]=private-user-42&channel_name[1]=presence-room.7")
                .statusCode(200)
                .body("$", aMapWithSize(2))
                .body("private-user-42.status", equalTo(200));
    }

    @Test
    void answersABatchOfOneAsABatch() {
        json(List.of("private-user-42")).statusCode(200).body("private-user-42.status", equalTo(200));
        form(List.of("private-user-42")).statusCode(200).body("private-user-42.status", equalTo(200));
    }

    @Test
    void answersOnceForAChannelThatIsNamedTwice() {
        json(List.of("private-user-42", "private-user-42")).statusCode(200).body("$", aMapWithSize(1));
    }

    @Test
    void takesAHundredLongNamesAndNoMore() {
        List<String> hundred = IntStream.range(0, 100)
                .mapToObj(i -> "private-orders_" + i
                        + ",".repeat(147 - String.valueOf(i).length()))
                .toList();
        form(hundred).statusCode(200).body("$", aMapWithSize(100)).header("Content-Length", notNullValue());
        json(hundred).statusCode(200).body("$", aMapWithSize(100)).header("Content-Length", notNullValue());

        List<String> more =
                Stream.concat(hundred.stream(), Stream.of("private-user-42")).toList();
        form(more).statusCode(400).body("field", equalTo("channel_name"));
        json(more).statusCode(400).body("field", equalTo("channel_name"));
    }

    @ParameterizedTest
    @MethodSource
    void neverSignsWhatWouldBeASignatureOfAnotherKind(JsonNode collision) {
        String never = collision.path("signature_that_must_never_be_issued").textValue();
        ObjectNode body = new JsonMapper()
                .createObjectNode()
                .put("socket_id", collision.path("socket_id").asText());
        body.putArray("channel_name")
                .add(collision.path("channel_name").asText())
                .add("private-user-42");

        String answer = raw("application/json", body.toString()).extract().asString();

        assertFalse(answer.contains(never), answer);
    }

    static Stream<JsonNode> neverSignsWhatWouldBeASignatureOfAnotherKind() {
        return Vectors.collisions();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket_id=1.1&channel_name[0]=private-user-42&channel_name=private-user-42",
                "socket_id=1.1&channel_name[0]=private-user-42&channel_name[0]=private-user-42",
                "socket_id=1.1&channel_name[]=private-user-42",
                "socket_id=1.1&channel_name[a]=private-user-42",
                "socket_id=1.1&channel_name[00]=private-user-42",
                "socket_id=1.1&channel_name[-1]=private-user-42",
                "socket_id=1.1&channel_name[0]x=private-user-42",
                "socket_id=1.1&channel_name[0",
                "socket_id=1.1&channel_name[99999999999]=private-user-42",
            })
    void refusesAFormOfWhichTheListIsNotClear(String body) {
        raw("application/x-www-form-urlencoded", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", startsWith("channel_name"))
                .body("$", not(hasKey("private-user-42")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "[null]", "[[\"private-user-42\"]]", "[\"private-user-42\",{}]", "true"})
    void refusesJsonOfWhichTheListHoldsAnythingButNames(String list) {
        raw("application/json", "{\"socket_id\":\"1.1\",\"channel_name\":" + list + "}")
                .statusCode(400)
                .body("field", startsWith("channel_name"));
    }

    private static String authOf(String channel) {
        return SIGNER.authorize(new SocketId(SOCKET), new ChannelName(channel));
    }

    private static ValidatableResponse form(List<String> channels) {
        String fields = IntStream.range(0, channels.size())
                .mapToObj(i ->
                        "&channel_name%5B" + i + "%5D=" + URLEncoder.encode(channels.get(i), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        return raw("application/x-www-form-urlencoded", "socket_id=" + SOCKET + fields);
    }

    private static ValidatableResponse json(List<String> channels) {
        ObjectNode body = new JsonMapper().createObjectNode().put("socket_id", SOCKET);
        channels.forEach(body.putArray("channel_name")::add);
        return raw("application/json", body.toString());
    }

    private static ValidatableResponse raw(String contentType, String body) {
        return given().auth()
                .oauth2(TestIssuer.token("42", "clerk"))
                .contentType(contentType)
                .body(body)
                .post("/pusher/auth")
                .then();
    }

    private static JsonNode tree(ValidatableResponse answer) {
        try {
            return new JsonMapper().readTree(answer.extract().asByteArray());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.usher.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing to a Channels server that checks every signature. */
@QuarkusTest
@WithTestResource(Channels.class)
class EventsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"channel\":\"private-user-42\"",
                "\"channels\":[\"private-user-42\",\"news\",\"presence-x\"]",
                "\"user\":\"42\"",
                "\"user\":\"auth0=7C1\"",
                "\"users\":[\"42\",\"43\"]",
                "\"channel\":\"news\",\"socket_id\":\"1.1\"",
                "\"channel\":\"news\",\"socket_id\":null,\"users\":null",
            })
    void publishes(String target) {
        publish("{\"name\":\"order-created\",\"data\":{\"id\":7}," + target + "}")
                .statusCode(200)
                .contentType("application/json")
                .body("channels.size()", equalTo(0));
    }

    @Test
    void tellsAboutTheChannelsWhenAsked() {
        publish("{\"name\":\"e\",\"data\":\"x\",\"channel\":\"news\",\"info\":\"subscription_count\"}")
                .statusCode(200)
                .body("channels.news.subscription_count", equalTo(0));
    }

    @Test
    void countsTheUsersOfPresenceChannels() {
        publish(
                        "{\"name\":\"e\",\"data\":1,\"channels\":[\"presence-a\",\"presence-cache-b\"],\"info\":\"user_count\"}")
                .statusCode(200)
                .body("channels.presence-a.user_count", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 1000})
    void publishesToAsManyChannelsAsAreNamed(int channels) {
        publish("{\"name\":\"e\",\"data\":1,\"channels\":" + names(channels) + "}")
                .statusCode(200);
    }

    @Test
    void refusesMoreThanAThousandChannels() {
        publish("{\"name\":\"e\",\"data\":1,\"channels\":" + names(1001) + "}")
                .statusCode(400)
                .body("field", equalTo("channels"))
                .body("detail", containsString("1001"));
    }

    @Test
    void publishesTenKilobytesAndNoMore() {
        publish(event("data", "é".repeat(5120))).statusCode(200);
        publish(event("data", "é".repeat(5120) + "x"))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:too-large"))
                .body("field", equalTo("data"))
                .body("size", equalTo(10241))
                .body("limit", equalTo(10240));
    }

    @Test
    void answersInJsonAndPublishesOnceWhateverTheClientAccepts() {
        given().auth()
                .oauth2(publisher())
                .accept("text/html")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"e\",\"data\":1,\"channel\":\"news\"}")
                .post("/events")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/events/batch"})
    void readsNothingFromWhoMayPublishNowhere(String path) {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType(ContentType.JSON)
                .body("{")
                .post(path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:denied"));
    }

    @Test
    void deniesWhoMayPublishElsewhere() {
        given().auth()
                .oauth2(TestIssuer.token("42", "bot"))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"e\",\"data\":1,\"channels\":[\"private-user-42\",\"private-user-43\",\"news\"]}")
                .post("/events")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:denied"))
                .body("channels", equalTo(List.of("private-user-43", "news")));
    }

    @Test
    void namesSomeOfTheManyChannelsThatAreDenied() {
        given().auth()
                .oauth2(TestIssuer.token("42", "bot"))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"e\",\"data\":1,\"channels\":" + names(1000) + "}")
                .post("/events")
                .then()
                .statusCode(403)
                .body("channels.size()", equalTo(10))
                .body("detail", containsString("1000 of the channels"));
    }

    @Test
    void asksForAToken() {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"e\",\"data\":1,\"channel\":\"news\"}")
                .post("/events")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void publishesToEncryptedChannelsBesideOthers() {
        publish("""
                        {"name":"e","data":1,"info":"subscription_count",
                         "channels":["private-encrypted-a","news","private-encrypted-cache-b"]}""")
                .statusCode(200)
                .body("channels.size()", equalTo(3))
                .body("channels.private-encrypted-a.subscription_count", equalTo(0));
    }

    @Test
    void countsWhatEncryptionAddsToTheData() {
        publish(event("channel", "private-encrypted-a", "x".repeat(7619))).statusCode(200);
        publish(event("channel", "private-encrypted-a", "x".repeat(7620)))
                .statusCode(413)
                .body("field", equalTo("data"))
                .body("size", equalTo(10244))
                .body("limit", equalTo(10240));
    }

    @Test
    void deniesASignedInUserToWhomTheUsersOwnChannelIsDenied() {
        given().auth()
                .oauth2(TestIssuer.token("42", "bot"))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"e\",\"data\":1,\"channel\":\"#server-to-user-43\"}")
                .post("/events")
                .then()
                .statusCode(403)
                .body("channels", equalTo(List.of("#server-to-user-43")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name      | {'data':1,'channel':'news'}",
                "name      | {'name':null,'data':1,'channel':'news'}",
                "name      | {'name':'','data':1,'channel':'news'}",
                "name      | {'name':7,'data':1,'channel':'news'}",
                "name      | {'name':'pusher:error','data':1,'channel':'news'}",
                "name      | {'name':'pusher_internal:x','data':1,'channel':'news'}",
                "name      | {'name':'a\\nb','data':1,'channel':'news'}",
                "data      | {'name':'e','channel':'news'}",
                "data      | {'name':'e','data':null,'channel':'news'}",
                "data      | {'name':'e','data':'\\ud800','channel':'news'}",
                "channel   | {'name':'e','data':1,'channel':'a b'}",
                "channel   | {'name':'e','data':1,'channel':['news']}",
                "channel   | {'name':'e','data':1,'channel':'#server-to-user-'}",
                "channel   | {'name':'e','data':1,'channel':'#server-to-user-a/b'}",
                "channel   | {'name':'e','data':1,'channel':'#news'}",
                "channel   | {'name':'e','data':1,'channel':'#server-to-users-1'}",
                "channels  | {'name':'e','data':1,'channels':'news'}",
                "channels  | {'name':'e','data':1,'channels':[]}",
                "channels[1] | {'name':'e','data':1,'channels':['news','a b']}",
                "channels[0] | {'name':'e','data':1,'channels':[7]}",
                "user      | {'name':'e','data':1,'user':'a/b'}",
                "users[1]  | {'name':'e','data':1,'users':['1','']}",
                "socket_id | {'name':'e','data':1,'channel':'news','socket_id':'1'}",
                "socket_id | {'name':'e','data':1,'channel':'news','socket_id':1.1}",
                "info      | {'name':'e','data':1,'channel':'news','info':'cache'}",
                "info      | {'name':'e','data':1,'channel':'news','info':''}",
                "info      | {'name':'e','data':1,'channel':'news','info':'user_count'}",
                "info      | {'name':'e','data':1,'channels':['presence-a','news'],'info':'user_count'}",
                "info      | {'name':'e','data':1,'channel':'#server-to-user-1','info':'user_count'}",
            })
    void namesTheFieldThatIsWrong(String field, String body) {
        publish(body.replace('\'', '"'))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"name\":\"e\",\"data\":1}",
                "{\"name\":\"e\",\"data\":1,\"channel\":\"a\",\"user\":\"1\"}",
                "{\"name\":\"e\",\"data\":1,\"chanel\":\"a\"}",
                "{\"name\":\"e\",\"data\":1,\"channel\":\"a\",\"sokcet_id\":\"1.1\"}",
                "{\"name\":\"e\",\"data\":1,\"data\":2,\"channel\":\"a\"}",
            })
    void refusesWhatIsNoEvent(String body) {
        publish(body).statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @MethodSource("badUserIds")
    void refusesWhatIsNoUserId(JsonNode user) {
        ObjectNode body = new JsonMapper().createObjectNode().put("name", "e").put("data", 1);
        body.set("user", user);
        publish(body.toString()).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void proposesTheFormOfAUserIdThatNeedsEncoding() {
        publish("{\"name\":\"e\",\"data\":1,\"user\":\"auth0|1\"}")
                .statusCode(400)
                .body("detail", containsString("auth0=7C1"));
    }

    @Test
    void takesNothingButJson() {
        given().auth()
                .oauth2(publisher())
                .formParam("name", "e")
                .post("/events")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    static Stream<JsonNode> badUserIds() {
        return Vectors.mustReject("user_id");
    }

    private static List<String> names(int channels) {
        return IntStream.range(0, channels).mapToObj(i -> "\"c" + i + "\"").toList();
    }

    private static String event(String target, String to, String data) {
        return new JsonMapper()
                .createObjectNode()
                .put("name", "e")
                .put(target, to)
                .put("data", data)
                .toString();
    }

    private static String event(String field, String value) {
        return new JsonMapper()
                .createObjectNode()
                .put("name", "e")
                .put("channel", "news")
                .put(field, value)
                .toString();
    }

    private static String publisher() {
        return TestIssuer.token("backend", "publisher");
    }

    private static ValidatableResponse publish(String body) {
        return given().auth()
                .oauth2(publisher())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/events")
                .then();
    }
}

package dev.usher.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about channels, to a server that answers more than was asked, or fails. */
@QuarkusTest
@WithTestResource(FaultyChannels.class)
class QueriesTest {

    @Test
    void listsTheChannelsOfAnApplicationAndNothingElse() {
        ask("/channels")
                .statusCode(200)
                .contentType("application/json")
                .body(
                        "",
                        equalTo(Map.of(
                                "channels",
                                Map.of("presence-a", Map.of(), "presence-b", Map.of(), "private-user-42", Map.of()))));
    }

    @Test
    void listsWhatBeginsWithThePrefixAndCountsItsUsers() {
        ask("/channels?prefix=presence-&info=user_count")
                .statusCode(200)
                .body(
                        "channels",
                        equalTo(Map.of("presence-a", Map.of("user_count", 2), "presence-b", Map.of("user_count", 1))));
        lastTarget(containsString("filter_by_prefix=presence-"));
        lastTarget(containsString("info=user_count"));
    }

    @Test
    void listsOnlyWhatTheCallerMayPublishTo() {
        given().auth()
                .oauth2(TestIssuer.token("42", "bot"))
                .get("/channels")
                .then()
                .statusCode(200)
                .body("channels", equalTo(Map.of("presence-a", Map.of(), "private-user-42", Map.of())));
    }

    @Test
    void tellsOfAChannelWhatWasAskedFor() {
        ask("/channel?name=presence-cache-x")
                .statusCode(200)
                .contentType("application/json")
                .body("", equalTo(Map.of("occupied", true)));
        ask("/channel?name=presence-cache-x&info=user_count,subscription_count,cache")
                .statusCode(200)
                .body("occupied", equalTo(true))
                .body("user_count", equalTo(2))
                .body("subscription_count", equalTo(3))
                .body("cache", equalTo(Map.of("data", "{\"nonce\":\"n\"}", "ttl", 60)))
                .body("size()", equalTo(4));
        lastTarget(startsWith("/apps/1017294/channels/presence-cache-x?"));
        lastTarget(containsString("info=user_count%2Csubscription_count%2Ccache"));
    }

    @Test
    void tellsTheUsersWhoArePresent() {
        ask("/channel/users?name=presence-x")
                .statusCode(200)
                .contentType("application/json")
                .body("", equalTo(Map.of("users", List.of(Map.of("id", "42"), Map.of("id", "7")))));
        lastTarget(startsWith("/apps/1017294/channels/presence-x/users?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence-a=b@c,d.e;f_G-9", "presence-a%3Db%40c%2Cd.e%3Bf_G-9"})
    void takesEveryLegalNameHoweverItIsEscaped(String name) {
        ask("/channel?name=" + name).statusCode(200);
        lastTarget(startsWith("/apps/1017294/channels/presence-a=b@c,d.e;f_G-9?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/channels?prefix=                          | prefix",
                "/channels?prefix=a%20b                     | prefix",
                "/channels?prefix=%23server-to-user-        | prefix",
                "/channels?prefix=a&prefix=b                | prefix",
                "/channels?name=x                           | name",
                "/channels?info=user_count                  | info",
                "/channels?prefix=private-&info=user_count  | info",
                "/channels?prefix=presence&info=user_count  | info",
                "/channels?prefix=presence-&info=cache      | info",
                "/channels?prefix=presence-&info=           | info",
                "/channel                                   | name",
                "/channel?name=                             | name",
                "/channel?name=a%0Ab                        | name",
                "/channel?name=a/b                          | name",
                "/channel?name=..                           | name",
                "/channel?name=.                            | name",
                "/channel?name=%23server-to-user-42         | name",
                "/channel?name=x&name=y                     | name",
                "/channel?name=x&nmae=y                     | nmae",
                "/channel?name=x&info=user_count            | info",
                "/channel?name=private-x&info=cache         | info",
                "/channel?name=presence-x&info=user_count,x | info",
                "/channel?name=presence-x&info=a&info=b     | info",
                "/channel/users                             | name",
                "/channel/users?name=x                      | name",
                "/channel/users?name=private-x              | name",
                "/channel/users?name=presence-x&info=x      | info",
            })
    void namesTheParameterThatIsWrong(String target, String field) {
        ask(target)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("field", equalTo(field));
    }

    @Test
    void namesNoParameterThatALogWouldStumbleOver() {
        ask("/channels?a%0Ab=c").statusCode(400).body("field", nullValue()).body("detail", not(containsString("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/channels", "/channel?name=private-user-42", "/channel/users?name=presence-x"})
    void deniesWhoMayNotPublish(String target) {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .get(target)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:denied"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/channels", "/channel?name=x", "/channel/users?name=presence-x"})
    void asksForAToken(String target) {
        given().get(target).then().statusCode(401).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 422, request-refused",
        "status-401, 502, upstream-misconfigured",
        "status-404, 502, upstream-misconfigured",
        "status-403, 502, upstream-failed",
        "status-413, 413, too-large",
        "retry-7,    429, too-many-requests",
        "status-500, 502, upstream-failed",
        "status-503, 503, unavailable",
        "soketi-401, 502, upstream-misconfigured",
        "hang,       504, upstream-timeout",
        "close,      502, upstream-failed",
        "endless,    502, upstream-failed",
        "echo-400,   422, request-refused",
        "echo-500,   502, upstream-failed",
    })
    void tellsThatTheServerDidNotAnswer(String name, int status, String slug) {
        for (String target : List.of(
                "/channels?prefix=presence-" + name,
                "/channel?name=presence-" + name,
                "/channel/users?name=presence-" + name)) {
            ask(target)
                    .statusCode(status)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:usher:problem:" + slug))
                    .body("detail", not(containsString("words")))
                    .body("detail", not(containsString("auth_")));
        }
    }

    @Test
    void takesAnAnswerThatIsNoneForNothing() {
        ask("/channels?prefix=garbage").statusCode(200).body("channels.size()", equalTo(0));
        ask("/channel?name=garbage").statusCode(200).body("occupied", equalTo(false));
    }

    private static void lastTarget(Matcher<String> matcher) {
        RestAssured.get(FaultyChannels.url("/last")).then().body("target", matcher);
    }

    private static ValidatableResponse ask(String target) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .get(target)
                .then();
    }
}

package dev.usher.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, to a Channels server that checks every signature. */
@QuarkusTest
@WithTestResource(Channels.class)
class BatchTest {

    @Test
    void answersForEachEventInItsPlace() {
        publish("""
                        {"batch":[
                          {"name":"e","data":{"n":1},"channel":"news","info":"subscription_count"},
                          {"name":"e","data":1,"channel":"a b"},
                          {"name":"e","data":"x","users":["42","43"]},
                          {"name":"e","data":1,"channel":"private-encrypted-x"},
                          7]}""")
                .statusCode(200)
                .contentType("application/json")
                .body("results", hasSize(5))
                .body("results.status", equalTo(List.of(200, 400, 200, 200, 400)))
                .body("results[0].channels.news.subscription_count", equalTo(0))
                .body("results[0].problem", nullValue())
                .body("results[1].problem.type", equalTo("urn:usher:problem:malformed-request"))
                .body("results[1].problem.title", equalTo("The request is malformed"))
                .body("results[1].problem.status", equalTo(400))
                .body("results[1].problem.detail", startsWith("batch[1].channel: "))
                .body("results[1].problem.instance", startsWith("urn:uuid:"))
                .body("results[1].problem.field", equalTo("batch[1].channel"))
                .body("results[1].channels", nullValue())
                .body("results[2].channels.size()", equalTo(0))
                .body("results[4].problem.field", equalTo("batch[4]"));
    }

    @Test
    void publishesAThousandEvents() {
        publish(batch(1000))
                .statusCode(200)
                .body("results", hasSize(1000))
                .body("results.status", everyItem(equalTo(200)));
    }

    @Test
    void readsNoMoreValuesThanAThousandEventsCouldHave() {
        publish("{\"batch\":[" + "{},".repeat(600_000) + "{}]}")
                .statusCode(400)
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("detail", containsString("too many values"));
    }

    @Test
    void saysWhichEventIsTooLargeAndByHowMuch() {
        String event = "{\"name\":\"e\",\"channel\":\"%s\",\"data\":\"%s\"}";
        publish("{\"batch\":[%s,%s,%s]}"
                        .formatted(
                                event.formatted("news", "x".repeat(10_241)),
                                event.formatted("news", "x".repeat(10_240)),
                                event.formatted("private-encrypted-a", "x".repeat(7620))))
                .statusCode(200)
                .body("results.status", equalTo(List.of(413, 200, 413)))
                .body("results[0].problem.type", equalTo("urn:usher:problem:too-large"))
                .body("results[0].problem.field", equalTo("batch[0].data"))
                .body("results[0].problem.size", equalTo(10_241))
                .body("results[0].problem.limit", equalTo(10_240))
                .body("results[2].problem.field", equalTo("batch[2].data"))
                .body("results[2].problem.size", equalTo(10_244));
    }

    @Test
    void deniesOnlyWhatIsDenied() {
        given().auth()
                .oauth2(TestIssuer.sign(TestIssuer.claims("42").groups("publisher")))
                .contentType(ContentType.JSON)
                .body(batch(2))
                .post("/events/batch")
                .then()
                .statusCode(200)
                .body("results.status", everyItem(equalTo(200)));
        given().auth()
                .oauth2(TestIssuer.token("42", "bot"))
                .contentType(ContentType.JSON)
                .body("{\"batch\":[{\"name\":\"e\",\"data\":1,\"user\":\"43\"}]}")
                .post("/events/batch")
                .then()
                .statusCode(200)
                .body("results[0].status", equalTo(403))
                .body("results[0].problem.type", equalTo("urn:usher:problem:denied"))
                .body("results[0].problem.channels[0]", equalTo("private-user-43"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch | {}",
                "batch | {'batch':null}",
                "batch | {'batch':{}}",
                "batch | {'batch':'x'}",
                "batch | {'batch':[]}",
            })
    void refusesWhatIsNoBatch(String field, String body) {
        publish(body.replace('\'', '"'))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"batch\":[],\"name\":\"e\"}", "{\"batch\":[{\"name\":\"a\",\"name\":\"b\"}]}"})
    void refusesWhatIsNoObjectOfABatchAlone(String body) {
        publish(body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void refusesMoreThanAThousandEvents() {
        publish(batch(1001)).statusCode(400).body("field", equalTo("batch")).body("detail", containsString("1001"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch[0].name      | {'data':1,'channel':'news'}",
                "batch[0].data      | {'name':'e','channel':'news'}",
                "batch[0].data      | {'name':'e','data':'\\ud800','channel':'news'}",
                "batch[0].channels[1] | {'name':'e','data':1,'channels':['news','a b']}",
                "batch[0].user      | {'name':'e','data':1,'user':'a/b'}",
                "batch[0].socket_id | {'name':'e','data':1,'channel':'news','socket_id':'1'}",
                "batch[0].info      | {'name':'e','data':1,'channel':'news','info':'cache'}",
                "batch[0].info      | {'name':'e','data':1,'channel':'news','info':'user_count'}",
                "                   | {'name':'e','data':1}",
                "                   | {'name':'e','data':1,'chanel':'news'}",
                "batch[0]           | null",
                "batch[0]           | [1]",
            })
    void namesTheFieldThatIsWrong(String field, String event) {
        publish("{\"batch\":[%s,{\"name\":\"e\",\"data\":1,\"channel\":\"news\"}]}".formatted(event.replace('\'', '"')))
                .statusCode(200)
                .body("results.status", equalTo(List.of(400, 200)))
                .body("results[0].problem.field", equalTo(field));
    }

    @Test
    void publishesToTenThousandChannelsAndRefusesWhatComesAfter() {
        String most = event(IntStream.range(0, 999));
        String events = String.join(",", Collections.nCopies(10, most));
        publish("{\"batch\":[%s,%s,%s,%s]}"
                        .formatted(
                                events, event(IntStream.range(0, 10)), event(IntStream.of(1)), event(IntStream.of(2))))
                .statusCode(200)
                .body(
                        "results.status",
                        equalTo(List.of(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 413, 413)))
                .body("results[11].problem.type", equalTo("urn:usher:problem:too-large"))
                .body("results[11].problem.limit", equalTo(10_000))
                .body("results[11].problem.detail", containsString("10000"));
    }

    @Test
    void readsNoFurtherThanSixteenMegabytes() {
        publish("{\"batch\":[\"" + "x".repeat(16 * 1024 * 1024) + "\"]}")
                .statusCode(413)
                .body("limit", equalTo(16 * 1024 * 1024));
    }

    @Test
    void asksForAToken() {
        given().contentType(ContentType.JSON)
                .body(batch(1))
                .post("/events/batch")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    private static String event(IntStream channels) {
        return channels.mapToObj("\"c%d\""::formatted)
                .collect(Collectors.joining(",", "{\"name\":\"e\",\"data\":1,\"channels\":[", "]}"));
    }

    private static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj("{\"name\":\"e\",\"data\":{\"n\":%1$d},\"channel\":\"c%1$d\"}"::formatted)
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    private static ValidatableResponse publish(String body) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/events/batch")
                .then();
    }
}

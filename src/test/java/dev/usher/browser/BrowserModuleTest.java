package dev.usher.browser;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages get the module and its types from Usher, and caches keep them as they should. */
@QuarkusTest
@WithTestResource(Channels.class)
class BrowserModuleTest {

    private static final String TAG = "\"[A-Za-z0-9_-]{43}\"";

    @ParameterizedTest
    @CsvSource({
        "/usher.js, text/javascript, export class Usher",
        "/usher.d.ts, application/typescript, export class Usher",
    })
    void isThereForEveryone(String path, String mediaType, String content) {
        asFile(given().get(path).then(), mediaType)
                .header("Access-Control-Allow-Origin", nullValue())
                .body(containsString(content));
    }

    @Test
    void looksNeitherAtTheTokenNorAtWhatIsAccepted() {
        given().header("Authorization", "Bearer x")
                .accept("image/png")
                .get("/usher.js")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"/usher.js, text/javascript", "/usher.d.ts, application/typescript"})
    void tellsItsSizeWithoutItsContent(String path, String mediaType) {
        int size = given().get(path).asByteArray().length;
        asFile(given().head(path).then(), mediaType)
                .header("Content-Length", equalTo(Integer.toString(size)))
                .body(emptyString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usher.js", "/usher.d.ts"})
    void isNotSentAgainToWhoeverHasIt(String path) {
        String tag = given().get(path).header("ETag");
        for (String condition : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            given().header("If-None-Match", condition)
                    .header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .header("Cache-Control", containsString("max-age="))
                    .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                    .body(emptyString());
        }
        given().header("If-None-Match", "\"other\"")
                .get(path)
                .then()
                .statusCode(200)
                .body(not(emptyString()));
    }

    @Test
    void hasATagForEachContent() {
        String module = given().get("/usher.js").header("ETag");
        assertEquals(module, given().get("/usher.js").header("ETag"));
        given().header("If-None-Match", module).get("/usher.d.ts").then().statusCode(200);
    }

    @Test
    void isThereForPagesOfTheConfiguredOrigins() {
        asFile(
                        given().header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                                .get("/usher.js")
                                .then(),
                        "text/javascript")
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN);
    }

    @Test
    void isNotThereForPagesOfOtherOrigins() {
        given().header("Origin", "https://evil.example.com")
                .get("/usher.js")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Cache-Control", nullValue())
                .body("type", equalTo("urn:usher:problem:origin-not-allowed"));
    }

    @ParameterizedTest
    @CsvSource({"POST, /usher.js", "PUT, /usher.js", "DELETE, /usher.d.ts"})
    void offersNoOtherMethod(String method, String path) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:method-not-allowed"));
    }

    private static ValidatableResponse asFile(ValidatableResponse answer, String mediaType) {
        List<String> vary = answer.extract().headers().getValues("Vary");
        assertEquals(
                1,
                vary.stream().filter(value -> value.equalsIgnoreCase("Origin")).count(),
                vary.toString());
        return answer.statusCode(200)
                .header("Content-Type", mediaType + "; charset=utf-8")
                .header("ETag", matchesPattern(TAG))
                .header("Cache-Control", "public, max-age=300, must-revalidate")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "cross-origin");
    }
}

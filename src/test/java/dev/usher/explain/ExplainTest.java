package dev.usher.explain;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Channels.class)
class ExplainTest {

    @Test
    void tellsWhichRuleAllowsAndWhyTheOthersDoNot() {
        ask("""
            {"channel_name": "private-team-red", "action": "subscribe", "claims": {"sub": "42", "teams": ["red", "blue"]}}""")
                .statusCode(200)
                .contentType("application/json")
                .body("decision", equalTo("allow"))
                .body("rule", equalTo("team"))
                .body("others.rule", not(hasItem("team")))
                .body("unlisted", equalTo(0))
                .body("own_rules", empty())
                .body(reason("own", "code"), contains("no-pattern-fits"))
                .body(reason("own", "collectMany { it.patterns[0].reads }"), contains("private-user-42"))
                .body(reason("orders", "code"), hasItems("lacks-role", "no-pattern-fits"))
                .body(reason("backend", "code"), contains("other-action", "lacks-role"))
                .body(reason("tenant", "collectMany { it.patterns[0].missing }"), contains("org.id"));
    }

    @Test
    void tellsWhatIsMissingWhereNothingIsAllowed() {
        ask("""
            {"channel_name": "private-team-red", "action": "subscribe", "claims": {"sub": "42", "teams": ["green"]}}""")
                .statusCode(200)
                .body("decision", equalTo("deny"))
                .body("rule", nullValue())
                .body(
                        reason("team", "detail"),
                        contains(containsString("private-team-{teams} reads private-team-green")))
                .body("admits.find { it.rule == 'team' }.claims", contains("teams=red"))
                .body("admits.size()", equalTo(1));
    }

    @Test
    void readsTheRolesOfClaimsAsThoseOfATokenAreRead() {
        ask("""
            {"channel_name": "private-orders_1", "action": "subscribe", "claims": {"sub": "42", "groups": ["clerk"]}}""").statusCode(200).body("rule", equalTo("orders"));
        ask("""
            {"channel_name": "private-orders_1", "action": "subscribe", "claims": {"sub": "42"}}""")
                .statusCode(200)
                .body("decision", equalTo("deny"))
                .body(reason("orders", "code"), contains("lacks-role"))
                .body("admits.find { it.rule == 'orders' }.roles", contains("clerk"));
    }

    @Test
    void isAboutTheCallerWithoutClaims() {
        ask("""
            {"channel_name": "private-user-ops", "action": "subscribe"}""")
                .statusCode(200)
                .body("rule", equalTo("own"))
                .body("admits.find { it.rule == 'own' }.claims", contains("sub=ops"));
    }

    @Test
    void tellsOfAChannelThatIsNobodys() {
        ask("""
            {"channel_name": "private-nobody", "action": "subscribe"}""").statusCode(200).body("decision", equalTo("deny")).body("admits", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; channel_name",
                "{\"channel_name\":\"private x\",\"action\":\"subscribe\"}; channel_name",
                "{\"channel_name\":\"news\",\"action\":\"subscribe\"}; channel_name",
                "{\"channel_name\":\"private-x\"}; action",
                "{\"channel_name\":\"private-x\",\"action\":\"SUBSCRIBE\"}; action",
                "{\"channel_name\":\"private-x\",\"action\":7}; action",
                "{\"channel_name\":\"private-x\",\"action\":\"publish\",\"claims\":[]}; claims",
                "{\"channel_name\":\"private-x\",\"action\":\"publish\",\"claims\":{}}; claims",
                "{\"channel_name\":\"private-x\",\"action\":\"publish\",\"claims\":{\"sub\":7}}; claims",
                "{\"channel_name\":\"private-x\",\"action\":\"publish\",\"claims\":{\"sub\":\" \"}}; claims",
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        ask(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("field", equalTo(field));
    }

    @Test
    void refusesAFieldThatItDoesNotKnow() {
        ask("""
            {"channel_name": "private-x", "action": "publish", "claim": {}}""").statusCode(400);
    }

    @Test
    void readsNoMoreThanItHasTo() {
        ask("{\"channel_name\":\"" + "x".repeat(65 * 1024) + "\"}").statusCode(413);
    }

    @Test
    void isForOperatorsOnly() {
        String question = "{\"channel_name\": \"private-user-42\", \"action\": \"subscribe\"}";
        ask(TestIssuer.token("42", "publisher"), question)
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:denied"))
                .body("detail", containsString("USHER_EXPLAIN_ROLES"));
        given().contentType("application/json")
                .body(question)
                .post("/policy/explain")
                .then()
                .statusCode(401);
    }

    /** Where the answer has this of a rule's reasons. */
    private static String reason(String rule, String member) {
        return "others.find { it.rule == '%s' }.reasons.%s".formatted(rule, member);
    }

    private static ValidatableResponse ask(String body) {
        return ask(TestIssuer.token("ops", "operator"), body);
    }

    private static ValidatableResponse ask(String token, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post("/policy/explain")
                .then();
    }
}

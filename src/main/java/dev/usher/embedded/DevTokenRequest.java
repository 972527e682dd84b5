package dev.usher.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.problem.Problem;
import dev.usher.request.Fields;
import dev.usher.request.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whom a development token is for. */
record DevTokenRequest(String subject, List<String> roles, Map<String, Object> claims) {

    private static final int MAX_ROLES = 32;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    /** Reads {@code sub}, {@code roles} and {@code claims} of JSON, or {@code sub} and a single {@code roles} of a form. */
    static DevTokenRequest of(Fields fields) {
        String subject = fields.required("sub", Function.identity());
        if (fields instanceof JsonFields json) {
            return new DevTokenRequest(
                    subject,
                    json.list("roles", 0, MAX_ROLES, Function.identity()).orElse(List.of()),
                    json.value("claims").map(DevTokenRequest::claims).orElse(Map.of()));
        }
        return new DevTokenRequest(subject, fields.text("roles").map(List::of).orElse(List.of()), Map.of());
    }

    private static Map<String, Object> claims(JsonNode claims) {
        if (!claims.isObject()) {
            throw Problem.ofField("claims", "is no object").asException();
        }
        return JSON.convertValue(claims, CLAIMS);
    }
}

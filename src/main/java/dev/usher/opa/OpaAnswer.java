package dev.usher.opa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.access.CannotDecideException;
import java.util.Optional;

/**
 * What the endpoint answered, clearly.
 *
 * @param allowed whether it allows
 * @param rule what it calls the rule that does, if it says so
 */
record OpaAnswer(boolean allowed, Optional<String> rule) {

    /** It is a label in the log and in metrics. */
    private static final int MAX_RULE = 64;

    private static final JsonMapper JSON = JsonMapper.builder()
            // Of two results, one would be believed, and who knows which.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final OpaAnswer NO = new OpaAnswer(false, Optional.empty());

    /**
     * Reads {@code {"result":true}} or {@code {"result":{"allow":true,"rule":"…"}}}. Without {@code result}, or without
     * {@code allow} in it, the policy there leaves it undefined, which is no.
     *
     * @throws CannotDecideException if it is anything else
     */
    static OpaAnswer read(int status, String body) {
        if (status != 200) {
            throw new CannotDecideException("status " + status);
        }
        JsonNode answer = parse(body);
        if (!answer.isObject()) {
            throw new CannotDecideException("no JSON object");
        }
        JsonNode result = answer.path("result");
        return result.isObject() ? of(result.path("allow"), result.path("rule")) : of(result, result.path("rule"));
    }

    private static OpaAnswer of(JsonNode allow, JsonNode rule) {
        if (allow.isMissingNode()) {
            return NO;
        }
        if (!allow.isBoolean()) {
            throw new CannotDecideException("neither true nor false");
        }
        return new OpaAnswer(
                allow.booleanValue(),
                Optional.of(rule)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .map(name -> name.substring(0, Math.min(name.length(), MAX_RULE))));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Without its message, which quotes the answer.
            throw new CannotDecideException("no JSON");
        }
    }
}

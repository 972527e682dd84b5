package dev.usher.identity;

import dev.usher.policy.Claims;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The claims of a token as values of the JDK, which is all that the policy knows. */
final class TokenClaims {

    /** Not a claim of the token but the token itself, which MicroProfile JWT lists among them. */
    private static final String RAW_TOKEN = "raw_token";

    /** Deeper than any path that somebody would write into a rule, and shallow enough for every stack. */
    private static final int MAX_DEPTH = 16;

    private TokenClaims() {}

    static Claims of(JsonWebToken token) {
        Map<String, Object> claims = new LinkedHashMap<>();
        for (String name : token.getClaimNames()) {
            Object value = plain(token.getClaim(name), 0);
            if (value != null && !name.equals(RAW_TOKEN)) {
                claims.put(name, value);
            }
        }
        return new Claims(claims);
    }

    private static @Nullable Object plain(@Nullable Object value, int depth) {
        if (!(value instanceof JsonValue json)) {
            return value;
        }
        if (depth > MAX_DEPTH) {
            return null;
        }
        return switch (json.getValueType()) {
            case STRING -> ((JsonString) json).getString();
            case NUMBER -> plainNumber((JsonNumber) json);
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
            case ARRAY ->
                ((JsonArray) json)
                        .stream().map(element -> plain(element, depth + 1)).toList();
            case OBJECT -> plainObject((JsonObject) json, depth + 1);
        };
    }

    private static Object plainNumber(JsonNumber number) {
        // The scale first: to write 1e999999999 out would take all memory.
        return number.bigDecimalValue().scale() == 0 ? number.bigIntegerValueExact() : number.bigDecimalValue();
    }

    private static Map<String, Object> plainObject(JsonObject object, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            Object plain = plain(value, depth);
            if (plain != null) {
                members.put(name, plain);
            }
        });
        return members;
    }
}

package dev.usher.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.identity.Issuers;
import dev.usher.policy.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a caller of claims that somebody wrote, as they are made of a token that says the same. */
public final class GivenClaims {

    /** As deep as a token's claims are read. */
    private static final int MAX_DEPTH = 16;

    private final Issuers issuers;

    /** @param issuers whose tokens say whom they speak for, and which roles those have */
    public GivenClaims(Issuers issuers) {
        this.issuers = issuers;
    }

    /** @throws IllegalArgumentException if nobody could have a token of these claims; the message says why */
    public Caller caller(JsonNode given) {
        if (!(given instanceof ObjectNode object)) {
            throw new IllegalArgumentException("they are no object");
        }
        return issuers.callerOf(members(object, 0));
    }

    private static Map<String, Object> members(ObjectNode object, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            Object value = plain(member.getValue(), depth + 1);
            if (value != null) {
                members.put(member.getKey(), value);
            }
        });
        return members;
    }

    private static @Nullable Object plain(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return null;
        }
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.isIntegralNumber() ? value.bigIntegerValue() : value.decimalValue();
            case ARRAY -> elements(value, depth);
            case OBJECT -> members((ObjectNode) value, depth);
            default -> null;
        };
    }

    private static List<Object> elements(JsonNode array, int depth) {
        List<Object> elements = new ArrayList<>();
        for (JsonNode element : array) {
            Object plain = plain(element, depth + 1);
            if (plain != null) {
                elements.add(plain);
            }
        }
        return elements;
    }
}

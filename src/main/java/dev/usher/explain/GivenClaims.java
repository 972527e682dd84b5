package dev.usher.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a caller of claims that somebody wrote, as they are made of a token that says the same. */
public final class GivenClaims {

    /** As deep as a token's claims are read. */
    private static final int MAX_DEPTH = 16;

    /** Between the names of a path to the roles. A name that holds one itself stands in quotation marks. */
    private static final String STEP = "/(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private final List<String> pathToRoles;

    /** @param pathToRoles where tokens hold the roles, such as {@code groups} or {@code realm_access/roles} */
    public GivenClaims(String pathToRoles) {
        this.pathToRoles = List.of(pathToRoles.split(STEP)).stream()
                .map(step -> step.replace("\"", ""))
                .toList();
    }

    /** @throws IllegalArgumentException if nobody could have a token of these claims; the message says why */
    public Caller caller(JsonNode given) {
        if (!(given instanceof ObjectNode object)) {
            throw new IllegalArgumentException("is no object");
        }
        Map<String, Object> claims = members(object, 0);
        if (!(claims.get("sub") instanceof String subject) || subject.isBlank()) {
            throw new IllegalArgumentException("has no sub that is a text, without which no token is believed");
        }
        return new Caller(subject, roles(claims), new Claims(claims));
    }

    private Set<String> roles(Map<String, Object> claims) {
        Object found = claims;
        for (String step : pathToRoles) {
            found = found instanceof Map<?, ?> members && members.get(step) != null ? members.get(step) : List.of();
        }
        if (found instanceof String text) {
            return Set.of(text.split(" "));
        }
        return found instanceof Collection<?> roles
                ? roles.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : Set.of();
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

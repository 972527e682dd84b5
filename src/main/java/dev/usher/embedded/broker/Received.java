package dev.usher.embedded.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a JSON object from outside. A field that is {@code null} counts as absent. */
record Received(ObjectNode object) {

    private static final JsonMapper STRICT = JsonMapper.builder()
            // What is signed must not mean one thing to the signer and another to us.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A number that is passed on stays the number it was.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** @throws MalformedException if the text is anything but one JSON object without duplicate keys */
    static Received parse(String what, String json) {
        try {
            return of(what, STRICT.readTree(json));
        } catch (JsonProcessingException | NumberFormatException e) {
            // Without the parser's own words, which quote the text.
            throw new MalformedException(what + " is not valid JSON");
        }
    }

    static Received of(String what, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Received(object);
        }
        throw new MalformedException(what + " is not a JSON object");
    }

    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** @throws MalformedException if the field is there but no string */
    Optional<String> optionalText(String name) {
        return value(name).map(node -> {
            if (!node.isTextual()) {
                throw new MalformedException("Field " + name + " is not a string");
            }
            return node.textValue();
        });
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Received fields(String name) {
        return of("Field " + name, value(name).orElseThrow(() -> missing(name)));
    }

    Optional<List<JsonNode>> optionalList(String name) {
        return value(name).map(node -> {
            if (!node.isArray()) {
                throw new MalformedException("Field " + name + " is not an array");
            }
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(elements::add);
            return elements;
        });
    }

    List<JsonNode> list(String name) {
        return optionalList(name).orElseThrow(() -> missing(name));
    }

    private static MalformedException missing(String name) {
        return new MalformedException("Field " + name + " is missing");
    }
}

package dev.usher.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Ways in which a request goes wrong. */
final class Mutation {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Mutation() {}

    /** The object with a field removed, doubled under another name, or changed into something else. */
    static void ofFields(ObjectNode object, Dice dice) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || dice.oneIn(5)) {
            object.set(Texts.any(dice), value(dice, 0));
            return;
        }
        String name = dice.oneOf(names);
        switch (dice.below(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + dice.oneOf("s", "[0]", " ", "\u0000"), object.get(name));
            case 2 -> inside(object, name, dice);
            default -> object.set(name, value(dice, 0));
        }
    }

    private static void inside(ObjectNode object, String name, Dice dice) {
        JsonNode value = object.get(name);
        if (value instanceof ObjectNode inner) {
            ofFields(inner, dice);
        } else if (value instanceof ArrayNode array && !array.isEmpty()) {
            int place = dice.below(array.size());
            if (array.get(place) instanceof ObjectNode element) {
                ofFields(element, dice);
            } else {
                array.set(place, value(dice, 0));
            }
        } else {
            object.set(name, JSON.textNode(value.asText() + Texts.any(dice)));
        }
    }

    private static JsonNode value(Dice dice, int depth) {
        return switch (dice.below(depth > 3 ? 6 : 9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(dice.oneIn(2));
            case 2 -> JSON.numberNode(dice.below(1000) - 500);
            case 3 -> BigIntegerNode.valueOf(BigInteger.TEN.pow(dice.below(400)));
            case 4 -> JSON.numberNode(dice.below(1000) / 7.0);
            case 5 -> JSON.textNode(Texts.any(dice));
            case 6 -> JSON.arrayNode().add(value(dice, depth + 1)).add(value(dice, depth + 1));
            case 7 -> JSON.objectNode().set(Texts.any(dice), value(dice, depth + 1));
            default -> JSON.textNode(Texts.name(dice));
        };
    }

    /** Fields as a form, encoded as it should be or left raw. */
    static byte[] form(List<Map.Entry<String, String>> fields, Dice dice) {
        boolean raw = dice.oneIn(6);
        StringBuilder form = new StringBuilder();
        for (Map.Entry<String, String> field : fields) {
            String separator = dice.oneIn(30) ? dice.oneOf(";", "&&", "&=&", "") : "&";
            form.append(separator)
                    .append(raw ? field.getKey() : encoded(field.getKey()))
                    .append('=')
                    .append(raw ? field.getValue() : encoded(field.getValue()));
        }
        return form.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The bytes, cut short, with some changed, doubled or put in. */
    static byte[] ofBytes(byte[] bytes, Dice dice) {
        if (bytes.length == 0) {
            return new byte[] {dice.anyByte()};
        }
        int place = dice.below(bytes.length);
        return switch (dice.below(4)) {
            case 0 -> Arrays.copyOf(bytes, place);
            case 1 -> {
                byte[] changed = bytes.clone();
                changed[place] = dice.anyByte();
                yield changed;
            }
            case 2 -> joined(Arrays.copyOf(bytes, place), new byte[] {dice.anyByte()}, tail(bytes, place));
            default -> joined(bytes, tail(bytes, place), new byte[0]);
        };
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}

package dev.usher.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of a JSON object. */
public final class JsonFields implements Fields {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /**
     * A thousand for each of a thousand events; names, values and brackets count alike. Each takes some 50 bytes once it
     * is read: of a body of 16 MiB, five million could be made.
     */
    private static final long MAX_TOKENS = 1_000_000;

    /** Strict where leniency would let two readers see two things, and true to numbers as they were written. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ObjectNode object;

    private JsonFields(ObjectNode object) {
        this.object = object;
    }

    /** @throws ProblemException if the bytes are no JSON object; the problem tells where, and shows nothing of it */
    public static JsonFields parse(byte[] bytes) {
        try (Reader text = utf8(bytes)) {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new JsonFields(object);
            }
        } catch (CharacterCodingException e) {
            throw malformed("The body is not in UTF-8.");
        } catch (IOException | NumberFormatException e) {
            // A number with an exponent of many digits fails beside Jackson's own exceptions.
            throw malformed("The body is no valid JSON" + place(e) + ".");
        }
        throw malformed("The body is no JSON object.");
    }

    /**
     * The text, without a byte order mark (RFC 8259, section 8.1). Left to itself, the parser would take UTF-16 as well,
     * and overlong forms: a gateway that looked at the bytes saw something else.
     */
    private static Reader utf8(byte[] bytes) {
        int start = Arrays.mismatch(bytes, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length ? BYTE_ORDER_MARK.length : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(bytes, start, bytes.length - start), StandardCharsets.UTF_8.newDecoder());
    }

    /** Where the mistake is, if that is known. Not the parser's own message, which may quote the body. */
    private static String place(Exception failure) {
        JsonLocation location = failure instanceof JsonProcessingException json ? json.getLocation() : null;
        return location == null
                ? ", or nested too deep, or has too many values or a number too large"
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** @throws ProblemException if the value is no JSON object */
    public static JsonFields of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new JsonFields(object);
        }
        throw malformed("There is something that is no JSON object.");
    }

    @Override
    public Optional<String> text(String field) {
        return value(field).map(value -> text(field, value));
    }

    /** The value of a field as it is, or empty if the field is missing or null. */
    public Optional<JsonNode> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    @Override
    public <T> Optional<List<T>> list(String field, int minLength, int maxLength, Function<String, T> type) {
        return value(field).filter(value -> !value.isTextual()).map(array -> {
            if (!array.isArray()) {
                throw Problem.ofField(field, "is neither a string nor an array of strings")
                        .asException();
            }
            Fields.checkLength(field, array.size(), minLength, maxLength);
            return elements(field, array, type);
        });
    }

    /**
     * The elements of a field that is an array, whatever they are, or empty if the field is missing or null.
     *
     * @throws ProblemException if it is no array, or there are fewer or more elements than asked for
     */
    public Optional<List<JsonNode>> array(String field, int minLength, int maxLength) {
        return value(field).map(array -> {
            if (!array.isArray()) {
                throw Problem.ofField(field, "is no array").asException();
            }
            Fields.checkLength(field, array.size(), minLength, maxLength);
            List<JsonNode> elements = new ArrayList<>(array.size());
            array.forEach(elements::add);
            return elements;
        });
    }

    /** Refuses any field that is not among the known ones: one that is misspelt would be ignored without a word. */
    public void allowOnly(Set<String> known) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw malformed("There is a field that is none of " + String.join(", ", known) + ".");
            }
        }
    }

    private static <T> List<T> elements(String field, JsonNode array, Function<String, T> type) {
        List<T> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String element = field + "[" + i + "]";
            values.add(Fields.parse(element, text(element, array.get(i)), type));
        }
        return values;
    }

    private static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw Problem.ofField(field, "is no string").asException();
        }
        return value.textValue();
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).asException();
    }
}

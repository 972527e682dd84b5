package dev.usher.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects that every reader understands in the same way: in UTF-8, with nothing behind them, and with no member
 * twice (RFC 7515, section 4, lets one refuse these, and RFC 8725, section 2.6, says why). Numbers are never written
 * out: {@code 1e999999999} stays a {@link java.math.BigDecimal}.
 */
final class StrictJson {

    /** Deeper than any path that somebody would write into a rule, and shallow enough for every stack. */
    private static final int MAX_DEPTH = 16;

    /** Longer than any number that means something, and short enough to be read at once. */
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names that anybody can make up are not to be kept for the next time.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JavaType OBJECT =
            JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class);

    private StrictJson() {}

    /** @throws IllegalArgumentException if it is not one JSON object; the message holds nothing of it */
    static Map<String, @Nullable Object> object(byte[] utf8) {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8");
        }
    }

    /** @throws IllegalArgumentException if it is not one JSON object; the message holds nothing of it */
    static Map<String, @Nullable Object> object(String text) {
        Map<String, @Nullable Object> object;
        try {
            object = JSON.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        if (object == null) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        return object;
    }
}

package dev.usher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What other implementations computed: {@code vectors.json}. */
public final class Vectors {

    private static final JsonNode ALL = load();

    public static final String APP_ID = credential("app_id");
    public static final String KEY = credential("key");
    public static final String SECRET = credential("secret");

    private Vectors() {}

    public static Stream<JsonNode> ofKind(String kind) {
        return stream(ALL.get("vectors"))
                .filter(vector -> vector.get("kind").asText().equals(kind));
    }

    public static Stream<JsonNode> collisions() {
        return stream(ALL.get("must_reject_collisions"));
    }

    /** The texts among the inputs that must be refused; what is no text in JSON cannot reach a type of ours. */
    public static Stream<String> mustReject(String name) {
        return stream(ALL.get("must_reject_inputs").get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String credential(String name) {
        return ALL.get("credentials").get(name).asText();
    }

    private static JsonNode load() {
        try (InputStream json = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors.json"))) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

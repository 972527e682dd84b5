package dev.usher.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The protocol's test vectors: signatures that are right, and inputs that must be refused. */
public final class Vectors {

    private static final JsonNode ALL = load();

    public static final String APP_ID = text("app_id");
    public static final String KEY = text("key");
    public static final String SECRET = text("secret");
    public static final String MASTER_KEY = text("encryption_master_key_base64");

    private Vectors() {}

    /** The vectors of a kind, such as {@code channel_authorization}. */
    public static Stream<JsonNode> of(String kind) {
        return elements(ALL.path("vectors"))
                .filter(vector -> vector.path("kind").asText().equals(kind));
    }

    /** Inputs that no authorization may be given for, because it would be a signature of another kind. */
    public static Stream<JsonNode> collisions() {
        return elements(ALL.path("must_reject_collisions"));
    }

    /** Texts that are no {@code socket_id}, {@code channel_name} or {@code user_id}. */
    public static Stream<JsonNode> mustReject(String input) {
        return elements(ALL.path("must_reject_inputs").path(input));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw new IllegalStateException("vectors.json lacks an array");
        }
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String text(String credential) {
        return ALL.path("credentials").path(credential).asText();
    }

    private static JsonNode load() {
        try (InputStream json = Vectors.class.getResourceAsStream("/vectors.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.usher.policy;

import dev.usher.channel.Alphabet;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token, as a pattern's placeholders see them: each a list of texts. JSON objects are maps,
 * arrays collections.
 */
public final class Claims {

    private final Map<String, ?> claims;

    /** Written once for each claim: a batch has a thousand decisions made about the same caller. */
    private final Map<String, List<String>> encoded = new ConcurrentHashMap<>();

    public Claims(Map<String, ?> claims) {
        this.claims = Map.copyOf(claims);
    }

    /**
     * The texts that a claim holds: one for a string, a whole number or a boolean, one per such element for an array,
     * none for anything else. A fraction is none, since it has more than one way to be written.
     *
     * @param path the claim's name, or the names of nested ones joined by dots. A claim that has the whole path as its
     *     name comes first, because names such as {@code https://example.com/teams} hold dots of their own
     */
    public List<String> texts(String path) {
        Object value = find(path);
        Stream<?> values = value instanceof Collection<?> elements ? elements.stream() : Stream.ofNullable(value);
        return values.filter(Objects::nonNull).flatMap(Claims::text).distinct().toList();
    }

    /** The same in the alphabet of channels, without those that have no form in it. */
    List<String> encodedTexts(String path) {
        return encoded.computeIfAbsent(path, claim -> texts(claim).stream()
                .map(Alphabet::encode)
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * A claim as it is: a text, a number, a boolean, or a collection or map of these; empty if there is none.
     *
     * @param path as for {@link #texts}
     */
    public Optional<Object> value(String path) {
        return Optional.ofNullable(find(path));
    }

    private @Nullable Object find(String path) {
        return claims.containsKey(path) ? claims.get(path) : nested(claims, path);
    }

    private static @Nullable Object nested(Map<?, ?> object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return object.get(path);
        }
        Object inner = object.get(path.substring(0, dot));
        return inner instanceof Map<?, ?> members ? nested(members, path.substring(dot + 1)) : null;
    }

    private static Stream<String> text(Object value) {
        boolean isText = value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger;
        return isText ? Stream.of(value.toString()).filter(text -> !text.isEmpty()) : Stream.empty();
    }
}

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

    /** Read and written once for each claim: a batch has a thousand decisions made about the same caller. */
    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();

    private final Map<String, List<String>> encoded = new ConcurrentHashMap<>();

    public Claims(Map<String, ?> claims) {
        this.claims = Map.copyOf(claims);
    }

    /**
     * The texts that a claim holds: one for a string, a whole number or a boolean, one per such element for an array,
     * none for anything else. A fraction is none, since it has more than one way to be written.
     *
     * @param path the claim's name, or the names of nested ones joined by dots, which lead through objects and into
     *     each object of an array: {@code memberships.team} is the team of every membership. A claim that has the whole
     *     path as its name comes first, because names such as {@code https://example.com/teams} hold dots of their own
     */
    public List<String> texts(String path) {
        return texts.computeIfAbsent(path, claim -> all(claim)
                .flatMap(Claims::elements)
                .flatMap(Claims::text)
                .distinct()
                .toList());
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
     * @param path as for {@link #texts}, but it does not lead into arrays
     */
    public Optional<Object> value(String path) {
        return Optional.ofNullable(claims.containsKey(path) ? claims.get(path) : nested(claims, path));
    }

    /** Whether the path leads to an array of two objects or more, so that a path behind it speaks of several. */
    boolean holdsSeveralObjects(String path) {
        return all(path)
                .filter(Collection.class::isInstance)
                .anyMatch(array -> elements(array).filter(Map.class::isInstance).count() > 1);
    }

    private Stream<Object> all(String path) {
        return claims.containsKey(path) ? Stream.ofNullable(claims.get(path)) : within(claims, path);
    }

    private static Stream<Object> within(Map<?, ?> object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return Stream.ofNullable(object.get(path));
        }
        return elements(object.get(path.substring(0, dot)))
                .filter(Map.class::isInstance)
                .flatMap(inner -> within((Map<?, ?>) inner, path.substring(dot + 1)));
    }

    private static @Nullable Object nested(Map<?, ?> object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return object.get(path);
        }
        Object inner = object.get(path.substring(0, dot));
        return inner instanceof Map<?, ?> members ? nested(members, path.substring(dot + 1)) : null;
    }

    /** The elements of an array, and anything else as the only one. */
    private static Stream<Object> elements(@Nullable Object value) {
        Stream<?> elements = value instanceof Collection<?> array ? array.stream() : Stream.ofNullable(value);
        return elements.filter(Objects::nonNull).map(element -> element);
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

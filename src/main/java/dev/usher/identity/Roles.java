package dev.usher.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which roles a token grants.
 *
 * @param path the names of the nested claims that lead to them
 * @param allowed the roles that the issuer may grant; empty for all
 */
public record Roles(List<String> path, Optional<Set<String>> allowed) {

    /** A slash, unless within quotes: names such as {@code "https://example.com/roles"} hold slashes of their own. */
    private static final Pattern SEPARATOR = Pattern.compile("/(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    /** As OAuth writes a {@code scope} (RFC 6749, section 3.3). */
    private static final Pattern SPACES = Pattern.compile(" +");

    public Roles {
        path = List.copyOf(path);
        allowed = allowed.map(Set::copyOf);
    }

    /** Roles at a path such as {@code realm_access/roles} or {@code "https://example.com/roles"}. */
    public static Roles at(String path, Optional<Set<String>> allowed) {
        List<String> names = SEPARATOR
                .splitAsStream(path)
                .map(name -> name.replace("\"", ""))
                .toList();
        return new Roles(names, allowed);
    }

    /** @throws RefusedTokenException if they are neither a text nor an array of texts */
    Set<String> of(Map<String, @Nullable Object> claims) {
        Set<String> granted = texts(find(claims));
        allowed.ifPresent(granted::retainAll);
        return granted;
    }

    private @Nullable Object find(Map<?, ?> claims) {
        Object value = claims;
        for (String name : path) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value;
    }

    private static Set<String> texts(@Nullable Object value) {
        Set<String> texts = new TreeSet<>();
        if (value instanceof String text) {
            SPACES.splitAsStream(text.strip()).filter(role -> !role.isEmpty()).forEach(texts::add);
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> texts.add(text(element)));
        } else if (value != null) {
            throw Refusal.STRANGE_ROLES.asException();
        }
        return texts;
    }

    private static String text(@Nullable Object element) {
        if (element instanceof String role) {
            return role;
        }
        throw Refusal.STRANGE_ROLES.asException();
    }
}

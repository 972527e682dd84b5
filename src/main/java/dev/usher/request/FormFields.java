package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a URL-encoded form, or of a URL's query. */
final class FormFields implements Fields {

    /**
     * A single authorization has two fields, a batch one more for each of up to 100 channels, and applications add
     * parameters of their own.
     */
    private static final int MAX_FIELDS = 256;

    /** Written in one way, so that no element is there twice. */
    private static final Pattern INDEX = Pattern.compile("\\[(0|[1-9][0-9]{0,5})]");

    private final Map<String, List<String>> fields;

    private FormFields(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    static FormFields parse(byte[] bytes) {
        // In a form ; is a character like any other; the decoder's default takes it for a separator, and a channel may
        // hold it.
        QueryStringDecoder decoder = new QueryStringDecoder(
                new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8, false, MAX_FIELDS + 1, true);
        try {
            Map<String, List<String>> fields = decoder.parameters();
            if (fields.values().stream().mapToInt(List::size).sum() > MAX_FIELDS) {
                throw Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "There are too many fields (expected: at most %d).".formatted(MAX_FIELDS))
                        .asException();
            }
            return new FormFields(fields);
        } catch (IllegalArgumentException brokenPercentEncoding) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "There is a % without two hexadecimal digits.")
                    .asException();
        }
    }

    Set<String> names() {
        return fields.keySet();
    }

    @Override
    public <T> Optional<List<T>> list(String field, int minLength, int maxLength, Function<String, T> type) {
        SortedMap<Integer, T> elements = new TreeMap<>();
        for (String name : fields.keySet()) {
            if (name.startsWith(field + "[")) {
                elements.put(index(name, field), required(name, type));
            }
        }
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        if (fields.containsKey(field)) {
            throw Problem.ofField(field, "is there both as a text and as a list")
                    .asException();
        }
        Fields.checkLength(field, elements.size(), minLength, maxLength);
        return Optional.of(List.copyOf(elements.values()));
    }

    private static int index(String name, String field) {
        Matcher index = INDEX.matcher(name.substring(field.length()));
        if (!index.matches()) {
            // Without the sender's own text, which could hold anything.
            throw Problem.ofField(field, "has an element without an index (expected: such as " + field + "[0])")
                    .asException();
        }
        return Integer.parseInt(index.group(1));
    }

    @Override
    public Optional<String> text(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        if (values.size() > 1) {
            // Which one a gateway or another program looked at, nobody can tell.
            throw Problem.ofField(field, "is there more than once").asException();
        }
        return values.stream().findFirst();
    }
}

package dev.usher.opa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is asked, as it is sent:
 *
 * <pre>{@code
 * {"input":{"action":"subscribe","channel":{"name":"private-user-42","kind":"private"},
 *           "caller":{"subject":"42","roles":["clerk"],"claims":{"org.id":"acme"}}}}
 * }</pre>
 *
 * <p>Equal questions are equal texts.
 *
 * @param json never more of the token than the claims that are configured
 */
record OpaQuestion(String json) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static OpaQuestion of(Caller caller, Action action, ChannelName channel, List<String> claims) {
        Map<String, Object> told = new TreeMap<>();
        claims.forEach(path -> caller.claims().value(path).ifPresent(value -> told.put(path, value)));
        return new OpaQuestion(write(Map.of(
                "input",
                Map.of(
                        "action", lowerCase(action),
                        "channel", Map.of("name", channel.value(), "kind", lowerCase(channel.kind())),
                        "caller",
                                Map.of(
                                        "subject",
                                        caller.subject(),
                                        "roles",
                                        new TreeSet<>(caller.roles()),
                                        "claims",
                                        told)))));
    }

    /** {@code private-encrypted} for PRIVATE_ENCRYPTED. */
    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String write(Map<String, Object> question) {
        try {
            return JSON.writeValueAsString(question);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

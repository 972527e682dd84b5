package dev.usher.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.channel.ChannelName;
import dev.usher.explain.GivenClaims;
import dev.usher.policy.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a policy's table, which is a Markdown table as well:
 *
 * <pre>
 * # Users
 * | claims       | channel         | action    | expected  |
 * |--------------|-----------------|-----------|-----------|
 * | {"sub":"42"} | private-user-42 | subscribe | allow:own |
 * </pre>
 *
 * Lines that begin with {@code #}, and empty ones, are comments; any other line must be a row, so that none is left out
 * unnoticed. Claims are a JSON object in one line, in which a {@code |} needs no escape: the last three columns hold
 * none.
 */
final class PolicyTable {

    private static final Pattern ROW =
            Pattern.compile("\\|(?<claims>.*)\\|(?<channel>[^|]*)\\|(?<action>[^|]*)\\|(?<expected>[^|]*)\\|");
    private static final Pattern RULER = Pattern.compile("[|:\\- ]+");
    private static final List<String> HEADER = List.of("claims", "channel", "action", "expected");

    /** As strict with claims, and as true to their numbers, as with the body of a request. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final GivenClaims given;
    private final List<Row> rows = new ArrayList<>();
    private boolean headed;

    private PolicyTable(GivenClaims given) {
        this.given = given;
    }

    /** @throws MalformedTableException if a line is no row, comment or header, or there are no rows at all */
    static List<Row> read(List<String> lines, GivenClaims given) {
        PolicyTable table = new PolicyTable(given);
        for (int i = 0; i < lines.size(); i++) {
            try {
                table.add(i + 1, lines.get(i).strip());
            } catch (IllegalArgumentException e) {
                throw new MalformedTableException(i + 1, String.valueOf(e.getMessage()));
            }
        }
        if (table.rows.isEmpty()) {
            throw new MalformedTableException(lines.size(), "the file ends without a row");
        }
        return table.rows;
    }

    private void add(int line, String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (RULER.matcher(text).matches()) {
            return;
        }
        Matcher row = ROW.matcher(text);
        if (!row.matches()) {
            throw new IllegalArgumentException(
                    "this is no row (expected: | claims | channel | action | expected |, or # and a comment)");
        }
        if (HEADER.stream().allMatch(column -> row.group(column).strip().equals(column))) {
            headed = true;
            return;
        }
        if (!headed) {
            throw new IllegalArgumentException(
                    "there is a row without a header above (expected: | claims | channel | action | expected |)");
        }
        rows.add(row(line, row));
    }

    private Row row(int line, Matcher row) {
        String claims = row.group("claims").strip();
        ChannelName channel = new ChannelName(row.group("channel").strip());
        Action action = action(row.group("action").strip());
        if (action == Action.SUBSCRIBE && channel.kind().isPublic()) {
            throw new IllegalArgumentException(
                    channel + " is a public channel, which everyone may join without asking");
        }
        Expected expected = Expected.parse(row.group("expected").strip());
        return new Row(line, claims, given.caller(json(claims)), channel, action, expected);
    }

    private static JsonNode json(String claims) {
        try {
            return JSON.readTree(claims);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the claims are no valid JSON: " + e.getOriginalMessage());
        }
    }

    private static Action action(String text) {
        return Arrays.stream(Action.values())
                .filter(action -> text.equals(Row.write(action)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is no action (expected: subscribe or publish)".formatted(text)));
    }
}

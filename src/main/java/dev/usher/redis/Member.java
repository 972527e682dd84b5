package dev.usher.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.usher.revocation.Target;
import java.time.Instant;
import java.util.Optional;

/**
 * What is revoked as a member of a sorted set: {@code ["user","42"]}, {@code ["user","42",1700000000000]} with the
 * milliseconds before which tokens were issued, {@code ["token","8f14e45f"]} or {@code ["token","8f14e45f","<iss>"]}.
 * One target has one form.
 */
final class Member {

    private static final String USER = "user";
    private static final String TOKEN = "token";

    /** In ASCII, so that no encoding on the way can make two names one. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Member() {}

    static String of(Target target) {
        try {
            return JSON.writeValueAsString(target.<ArrayNode>fold(Member::user, Member::token));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written as JSON", e);
        }
    }

    private static ArrayNode user(Target.User user) {
        ArrayNode parts = JSON.createArrayNode().add(USER).add(user.subject());
        return user.issuedBefore().map(end -> parts.add(end.toEpochMilli())).orElse(parts);
    }

    private static ArrayNode token(Target.Token token) {
        ArrayNode parts = JSON.createArrayNode().add(TOKEN).add(token.id());
        return token.issuer().map(parts::add).orElse(parts);
    }

    /** The target, or empty for a member that this version of Usher does not know. */
    static Optional<Target> parse(String member) {
        try {
            JsonNode parts = JSON.readTree(member);
            String name = parts.path(1).asText();
            return switch (parts.path(0).asText() + parts.size()) {
                case USER + 2 -> Optional.of(new Target.User(name, Optional.empty()));
                case USER + 3 ->
                    Optional.of(new Target.User(
                            name, Optional.of(Instant.ofEpochMilli(parts.path(2).asLong()))));
                case TOKEN + 2 -> Optional.of(new Target.Token(name, Optional.empty()));
                case TOKEN + 3 ->
                    Optional.of(new Target.Token(name, Optional.of(parts.path(2).asText())));
                default -> Optional.empty();
            };
        } catch (JsonProcessingException noMember) {
            return Optional.empty();
        }
    }
}

package dev.usher.revocation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was done.
 *
 * @param revoked the revocation that holds, in the fields of the request; times as RFC 3339 writes them
 */
record RevocationAnswer(
        @JsonProperty("revoked") Map<String, String> revoked,
        @JsonProperty("connections") ConnectionEnding connections) {

    static RevocationAnswer of(Revocation holding, ConnectionEnding connections) {
        Map<String, String> revoked = holding.target().fold(RevocationAnswer::user, RevocationAnswer::token);
        revoked.put(RevocationRequest.UNTIL, holding.until().toString());
        return new RevocationAnswer(revoked, connections);
    }

    private static Map<String, String> user(Target.User user) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(RevocationRequest.USER, user.subject());
        user.issuedBefore().ifPresent(end -> fields.put(RevocationRequest.ISSUED_BEFORE, end.toString()));
        return fields;
    }

    private static Map<String, String> token(Target.Token token) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(RevocationRequest.TOKEN_ID, token.id());
        token.issuer().ifPresent(issuer -> fields.put(RevocationRequest.ISSUER, issuer));
        return fields;
    }
}

package dev.usher.revocation;

import dev.usher.channel.UserId;
import dev.usher.channel.Utf8;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonFields;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a backend wants revoked.
 *
 * @param connectionsOf whose connections are to be ended, where the caller says so
 */
record RevocationRequest(Revocation revocation, Optional<UserId> connectionsOf) {

    static final String USER = "user";
    static final String TOKEN_ID = "token_id";
    static final String ISSUER = "issuer";
    static final String ISSUED_BEFORE = "issued_before";
    static final String UNTIL = "until";
    static final String CONNECTIONS_OF = "connections_of";

    /** No token that fits into the head of a request, which is 20 KiB, holds a longer text. */
    static final int MAX_TEXT = 16 * 1024;

    /**
     * A year: no token should live so long, and whoever is to stay out for longer is the issuer's affair. Milliseconds
     * in the place of seconds lie far beyond.
     */
    static final Duration MAX_AHEAD = Duration.ofDays(366);

    private static final Set<String> FIELDS =
            new LinkedHashSet<>(List.of(USER, TOKEN_ID, ISSUER, ISSUED_BEFORE, UNTIL, CONNECTIONS_OF));

    /**
     * @param byDefault for how long, where the request does not say
     * @throws ProblemException if it is no such request; the document names the field
     */
    static RevocationRequest read(JsonFields fields, Instant now, Duration byDefault) {
        fields.allowOnly(FIELDS);
        Instant until = TimeField.read(fields, UNTIL).orElse(TimeField.rounded(now.plus(byDefault)));
        if (!until.isAfter(now)) {
            throw Problem.ofField(UNTIL, "has passed; here it is " + now).asException();
        }
        if (until.isAfter(now.plus(MAX_AHEAD))) {
            throw Problem.ofField(
                            UNTIL,
                            "is more than %d days ahead (expected: at most that, and seconds if it is a number)"
                                    .formatted(MAX_AHEAD.toDays()))
                    .asException();
        }
        return new RevocationRequest(
                new Revocation(target(fields, until), until), fields.optional(CONNECTIONS_OF, UserId::inPath));
    }

    private static Target target(JsonFields fields, Instant until) {
        Optional<String> user = text(fields, USER);
        Optional<String> token = text(fields, TOKEN_ID);
        if (user.isPresent() == token.isPresent()) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "A revocation needs exactly one of user and token_id; it has "
                                    + (user.isPresent()
                                            ? "both. Name whose connections are to end as connections_of."
                                            : "none."))
                    .asException();
        }
        return user.<Target>map(subject -> user(fields, subject, until)).orElseGet(() -> token(fields, token.get()));
    }

    private static Target.User user(JsonFields fields, String subject, Instant until) {
        refuse(fields, ISSUER, "is for a token_id; a user is named as Usher knows it, whoever issued the token");
        Optional<Instant> issuedBefore = TimeField.read(fields, ISSUED_BEFORE);
        if (issuedBefore.filter(end -> end.isAfter(until)).isPresent()) {
            throw Problem.ofField(ISSUED_BEFORE, "is after until, so that it would narrow nothing; leave it out")
                    .asException();
        }
        return new Target.User(subject, issuedBefore);
    }

    private static Target.Token token(JsonFields fields, String id) {
        refuse(fields, ISSUED_BEFORE, "is for a user, who has several tokens");
        return new Target.Token(id, text(fields, ISSUER));
    }

    private static void refuse(JsonFields fields, String field, String reason) {
        if (fields.value(field).isPresent()) {
            throw Problem.ofField(field, reason).asException();
        }
    }

    private static Optional<String> text(JsonFields fields, String field) {
        Optional<String> text = fields.text(field);
        text.map(RevocationRequest::flaw).filter(flaw -> !flaw.isEmpty()).ifPresent(flaw -> {
            throw Problem.ofField(field, flaw).asException();
        });
        return text;
    }

    private static String flaw(String text) {
        if (text.isBlank()) {
            return "is blank";
        }
        if (text.length() > MAX_TEXT) {
            return "has %d characters (expected: at most %d)".formatted(text.length(), MAX_TEXT);
        }
        return Utf8.length(text).isEmpty() ? "holds half of a surrogate pair" : "";
    }
}

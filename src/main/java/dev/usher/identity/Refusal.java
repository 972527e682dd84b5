package dev.usher.identity;

import dev.usher.problem.Problem;
import dev.usher.problem.TokenProblem;

/** Every reason for which a token is not believed. The words are for the log; the caller learns only the kind. */
enum Refusal {
    MALFORMED_HEADER(Kind.INVALID, "what follows Bearer is no token"),
    SEVERAL(Kind.INVALID, "the request carries more than one"),
    UNTRUSTED_PEER(Kind.INVALID, "it is in the gateway's header, and its sender is in none of the gateway's networks"),
    TOO_LONG(Kind.INVALID, "it is too long"),
    MALFORMED(Kind.INVALID, "it is no signed token in three parts of Base64url"),
    NO_JSON(Kind.INVALID, "its header or its payload is no plain JSON object"),
    UNKNOWN_EXTENSION(Kind.INVALID, "its header demands an extension"),
    UNSIGNED(Kind.INVALID, "it is not signed"),
    OTHER_ALGORITHM(Kind.INVALID, "its algorithm is not one of the issuer's"),
    OTHER_TYPE(Kind.INVALID, "its typ is another one"),
    NO_ISSUER(Kind.INVALID, "it lacks iss"),
    OTHER_ISSUER(Kind.INVALID, "it is another issuer's"),
    UNKNOWN_KEY(Kind.INVALID, "the issuer has no key for it"),
    WRONG_SIGNATURE(Kind.INVALID, "its signature is wrong"),
    NO_AUDIENCE(Kind.INVALID, "it lacks aud"),
    OTHER_AUDIENCE(Kind.INVALID, "it is for another audience"),
    NO_EXPIRY(Kind.INVALID, "it lacks exp"),
    STRANGE_TIME(Kind.INVALID, "its exp, nbf or iat is no time"),
    NOT_YET_VALID(Kind.INVALID, "it is not valid yet"),
    FROM_THE_FUTURE(Kind.INVALID, "it was issued in the future"),
    NO_SUBJECT(Kind.INVALID, "it lacks sub"),
    STRANGE_SUBJECT(Kind.INVALID, "its sub is no text that names somebody"),
    FOREIGN_SUBJECT(Kind.INVALID, "its sub begins as those of another issuer do"),
    STRANGE_ID(Kind.INVALID, "its jti is no text"),
    STRANGE_ROLES(Kind.INVALID, "its roles are neither a text nor texts"),
    REVOKED(Kind.INVALID, "it was revoked"),
    EXPIRED(Kind.EXPIRED, "it has expired"),
    NO_KEYS(Kind.UNDECIDED, "the issuer has not been reached"),
    REVOCATIONS_UNKNOWN(Kind.UNDECIDED, "the revocations have not been read yet");

    private final Kind kind;
    private final String words;

    Refusal(Kind kind, String words) {
        this.kind = kind;
        this.words = words;
    }

    Problem problem() {
        return switch (kind) {
            case INVALID -> TokenProblem.invalid(words);
            case EXPIRED -> TokenProblem.expired();
            case UNDECIDED -> TokenProblem.undecided(words);
        };
    }

    String words() {
        return words;
    }

    RefusedTokenException asException() {
        return new RefusedTokenException(this);
    }

    private enum Kind {
        INVALID,
        EXPIRED,
        UNDECIDED
    }
}

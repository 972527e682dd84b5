package dev.usher.problem;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Why a caller's token was not believed. The caller is told that it is missing, that it has expired, or that it is
 * invalid: a client can mend the first two by itself, and more would only help who forges tokens. The log says more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3, the WWW-Authenticate header</a>
 */
final class TokenProblem {

    private static final String CHALLENGE = "WWW-Authenticate";

    /** In words of our own: the library's messages hold the token, or all of its claims. */
    private static final Map<Integer, String> WORDS = Map.of(
            ErrorCodes.EXPIRATION_MISSING, "it lacks exp",
            ErrorCodes.NOT_YET_VALID, "it is not valid yet",
            ErrorCodes.AUDIENCE_MISSING, "it lacks aud",
            ErrorCodes.AUDIENCE_INVALID, "it is for another audience",
            ErrorCodes.ISSUER_MISSING, "it lacks iss",
            ErrorCodes.ISSUER_INVALID, "it is another issuer's",
            ErrorCodes.SIGNATURE_INVALID, "its signature is wrong",
            ErrorCodes.SIGNATURE_MISSING, "it is not signed");

    private TokenProblem() {}

    static Problem missing() {
        // Section 3.1: without a token, the challenge gives no error.
        return Problem.of(ProblemType.TOKEN_MISSING, "Send the token as Authorization: Bearer <token>.")
                .withHeader(CHALLENGE, "Bearer");
    }

    static Problem of(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException rejected) {
                return rejected(rejected);
            }
            if (cause instanceof UnresolvableKeyException) {
                return cause.getCause() instanceof IOException unreachable
                        ? issuerUnavailable(unreachable)
                        : invalid("the issuer has no key for it");
            }
            last = cause;
        }
        return invalid(last.getClass().getSimpleName());
    }

    private static Problem rejected(InvalidJwtException rejected) {
        if (rejected.hasExpired()) {
            return challenged(ProblemType.TOKEN_EXPIRED, "The token has expired; get a new one.", "The token expired");
        }
        if (rejected.getErrorDetails().isEmpty()) {
            // Which is how SmallRye JWT says it of the claims that it was told to require.
            return invalid("it lacks sub");
        }
        return invalid(rejected.getErrorDetails().stream()
                .map(ErrorCodeValidator.Error::getErrorCode)
                .map(code -> WORDS.getOrDefault(code, "jose4j's error " + code))
                .collect(Collectors.joining(", ")));
    }

    private static Problem invalid(String reason) {
        return challenged(
                        ProblemType.TOKEN_INVALID,
                        "Its signature, issuer, audience, times or subject are not as required.",
                        "The token is invalid")
                .because("(" + reason + ")");
    }

    private static Problem challenged(ProblemType type, String detail, String description) {
        return Problem.of(type, detail)
                .withHeader(CHALLENGE, "Bearer error=\"invalid_token\", error_description=\"" + description + "\"");
    }

    private static Problem issuerUnavailable(IOException unreachable) {
        // A 401 would have the client throw a good token away.
        return Problem.of(ProblemType.UNAVAILABLE, "The issuer's keys cannot be had at the moment.")
                .retryAfter(Duration.ofSeconds(1))
                .because("(" + unreachable + ")");
    }
}

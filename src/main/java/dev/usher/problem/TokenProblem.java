package dev.usher.problem;

import java.io.IOException;
import java.time.Duration;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Why a caller's token was not believed, as far as the caller is told: that it is missing, that it has expired, or that
 * it is invalid. A client can mend the first two by itself; more would only help who forges tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3, the WWW-Authenticate header</a>
 */
final class TokenProblem {

    private static final String CHALLENGE = "WWW-Authenticate";

    private TokenProblem() {}

    static Problem missing() {
        // Section 3.1: without a token, the challenge gives no error.
        return Problem.of(ProblemType.TOKEN_MISSING, "Send the token as Authorization: Bearer <token>.")
                .withHeader(CHALLENGE, "Bearer");
    }

    static Problem of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid && invalid.hasExpired()) {
                return invalid(ProblemType.TOKEN_EXPIRED, "The token has expired; get a new one.", "The token expired");
            }
            if (cause instanceof UnresolvableKeyException && cause.getCause() instanceof IOException) {
                // A 401 would have the client throw a good token away.
                return Problem.of(ProblemType.UNAVAILABLE, "The issuer's keys cannot be had at the moment.")
                        .retryAfter(Duration.ofSeconds(1));
            }
        }
        return invalid(
                ProblemType.TOKEN_INVALID,
                "Its signature, issuer, audience, times or subject are not as required.",
                "The token is invalid");
    }

    private static Problem invalid(ProblemType type, String detail, String description) {
        return Problem.of(type, detail)
                .withHeader(CHALLENGE, "Bearer error=\"invalid_token\", error_description=\"" + description + "\"");
    }
}

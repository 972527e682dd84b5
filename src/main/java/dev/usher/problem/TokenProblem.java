package dev.usher.problem;

import java.time.Duration;

/**
 * What a caller is told whose token was not believed. The caller is told that it is missing, that it has expired, or
 * that it is invalid: a client can mend the first two by itself, and more would only help who forges tokens. The log
 * says more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3, the WWW-Authenticate header</a>
 */
public final class TokenProblem {

    private static final String CHALLENGE = "WWW-Authenticate";

    private TokenProblem() {}

    static Problem missing() {
        // Section 3.1: without a token, the challenge gives no error.
        return Problem.of(ProblemType.TOKEN_MISSING, "Send the token as Authorization: Bearer <token>.")
                .withHeader(CHALLENGE, "Bearer");
    }

    /** The token was good, and is too old. */
    public static Problem expired() {
        return challenged(ProblemType.TOKEN_EXPIRED, "The token has expired; get a new one.", "The token expired");
    }

    /**
     * The token is not to be believed.
     *
     * @param reason why not, for the log alone, in words that hold nothing of the token
     */
    public static Problem invalid(String reason) {
        return challenged(
                        ProblemType.TOKEN_INVALID,
                        "Its signature, issuer, audience, times or subject are not as required.",
                        "The token is invalid")
                .because("(" + reason + ")");
    }

    /**
     * Nobody can tell at the moment whether the token is good. A 401 would have the client throw a good token away.
     *
     * @param reason why not, for the log alone
     */
    public static Problem undecided(String reason) {
        return Problem.of(ProblemType.UNAVAILABLE, "Whether the token is good cannot be told at the moment.")
                .retryAfter(Duration.ofSeconds(1))
                .because("(" + reason + ")");
    }

    /** The token came by itself, in a cookie, and nothing says that a page of ours sent it. */
    public static Problem crossSite() {
        return Problem.of(
                ProblemType.CROSS_SITE_REQUEST,
                "With the token in a cookie, the request must carry Sec-Fetch-Site: same-origin, or the Origin of a page"
                        + " that usher.cors.origins (USHER_CORS_ORIGINS) names.");
    }

    private static Problem challenged(ProblemType type, String detail, String description) {
        return Problem.of(type, detail)
                .withHeader(CHALLENGE, "Bearer error=\"invalid_token\", error_description=\"" + description + "\"");
    }
}

package dev.usher.problem;

/**
 * Every reason for which a call may not succeed, and its status. The {@linkplain #uri() type} is part of the public
 * contract: programs tell problems apart by it.
 */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request is malformed"),
    TOKEN_MISSING("token-missing", 401, "A bearer token is required"),
    TOKEN_INVALID("token-invalid", 401, "The bearer token is not valid"),
    TOKEN_EXPIRED("token-expired", 401, "The bearer token has expired"),
    WEBHOOK_NOT_GENUINE("webhook-not-genuine", 401, "The webhook is not the Channels server's"),
    DENIED("denied", 403, "Not allowed"),
    CHANNEL_KIND_NOT_SERVED("channel-kind-not-served", 403, "Channels of this kind are not served"),
    SIGN_IN_NOT_SERVED("sign-in-not-served", 403, "The Channels server has no sign-in"),
    USER_NOT_USABLE("user-not-usable", 403, "The token's claims make no user of the Channels protocol"),
    ORIGIN_NOT_ALLOWED("origin-not-allowed", 403, "The page's origin is not allowed"),
    CROSS_SITE_REQUEST("cross-site-request", 403, "The request may be another site's"),
    WEBHOOK_OUTSIDE_WINDOW("webhook-outside-window", 403, "The webhook is too old, or from the future"),
    NOT_FOUND("not-found", 404, "There is nothing at this path"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This path does not offer the method"),
    NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted media types can be produced"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not arrive in time"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 409, "The key stands for another call"),
    TOO_LARGE("too-large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The request's media type is not supported"),
    EVENT_REFUSED("event-refused", 422, "The Channels server refused the event"),
    REQUEST_REFUSED("request-refused", 422, "The Channels server refused the request"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
    INTERNAL_ERROR("internal-error", 500, "Usher failed"),
    UPSTREAM_FAILED("upstream-failed", 502, "The Channels server failed"),
    UPSTREAM_MISCONFIGURED("upstream-misconfigured", 502, "The Channels server does not accept Usher as its app"),
    FORWARDING_FAILED("forwarding-failed", 502, "The application did not take the webhook"),
    UNAVAILABLE("unavailable", 503, "Not available at the moment"),
    OVERLOADED("overloaded", 503, "More calls than can be answered"),
    UPSTREAM_TIMEOUT("upstream-timeout", 504, "The Channels server did not answer in time"),
    PUBLISHING_IN_DOUBT("publishing-in-doubt", 504, "The events may have been published"),
    REVOCATIONS_FULL("revocations-full", 507, "There is no room for another revocation");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** What tells it apart, in a word, such as {@code too-large}. */
    public String slug() {
        return slug;
    }

    /** The {@code type} of the document, {@code urn:usher:problem:<slug>}. */
    public String uri() {
        return "urn:usher:problem:" + slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The type that best names a status which somebody else, such as the HTTP layer, has chosen. */
    static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }
}

package dev.usher.pusher;

import org.jspecify.annotations.Nullable;

/**
 * What the Channels server answered.
 *
 * @param retryAfter the header of that name
 * @param body JSON if all went well, else any text
 */
record UpstreamAnswer(int status, @Nullable String retryAfter, String body) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** Whether it says that there is no such thing, rather than no such app, for which servers have words. */
    boolean isNothing() {
        return status == NOT_FOUND && body.strip().equals("{}");
    }

    /** The same said as a success. */
    UpstreamAnswer asSuccess() {
        return new UpstreamAnswer(OK, retryAfter, body);
    }
}

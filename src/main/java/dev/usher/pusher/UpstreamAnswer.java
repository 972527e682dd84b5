package dev.usher.pusher;

import org.jspecify.annotations.Nullable;

/**
 * What the Channels server answered.
 *
 * @param retryAfter the header of that name
 * @param body JSON if all went well, else any text
 */
record UpstreamAnswer(int status, @Nullable String retryAfter, String body) {}

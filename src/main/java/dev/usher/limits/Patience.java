package dev.usher.limits;

/** How long a client may take, in nanoseconds. */
record Patience(long headNanos, long answerNanos) {}

/**
 * Speaks to the Channels HTTP API, Pusher's or that of any server of its protocol: pusher-http-java serialises and
 * signs, Vert.x carries. No thread waits for an answer.
 */
@NullMarked
package dev.usher.pusher;

import org.jspecify.annotations.NullMarked;

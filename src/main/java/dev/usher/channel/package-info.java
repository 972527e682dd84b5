/**
 * The names of the Pusher Channels protocol as types. A value of one of these types is a legal name; whatever arrives
 * from outside becomes one of them before anything is decided or signed.
 *
 * <p>Knows nothing but the JDK.
 */
@NullMarked
package dev.usher.channel;

import org.jspecify.annotations.NullMarked;

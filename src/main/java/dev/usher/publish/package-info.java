/**
 * Takes the events of other services and hands them to the Channels server, which it knows only through the port
 * {@link dev.usher.publish.EventPublisher}.
 */
@NullMarked
package dev.usher.publish;

import org.jspecify.annotations.NullMarked;

/**
 * Takes events on their way to the Channels server, which it knows through the port {@link
 * dev.usher.delivery.ChannelsServer}: queues them by channel, has them share calls, tries again what is safe to try again,
 * and tells of each what became of it.
 */
@NullMarked
package dev.usher.delivery;

import org.jspecify.annotations.NullMarked;

/**
 * Answers other services' questions about the channels they publish to: which are occupied, by how many, by whom. The
 * Channels server knows; this room reaches it only through the port {@link dev.usher.query.ChannelQueries}.
 */
@NullMarked
package dev.usher.query;

import org.jspecify.annotations.NullMarked;

/**
 * A Channels server inside the process, for development and tests. {@link dev.usher.embedded.broker.Broker} adds its
 * routes; a WebSocket becomes a {@link dev.usher.embedded.broker.Connection} that holds a {@link
 * dev.usher.embedded.broker.Conversation} with the client, a request to the HTTP API a {@link
 * dev.usher.embedded.broker.Publication}; both meet in the {@link dev.usher.embedded.broker.Hub}.
 */
@NullMarked
package dev.usher.embedded.broker;

import org.jspecify.annotations.NullMarked;

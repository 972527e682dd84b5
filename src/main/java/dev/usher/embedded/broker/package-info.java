/**
 * A Channels server inside the process, for development and tests. {@link dev.usher.embedded.broker.Broker} adds its
 * routes; a WebSocket becomes a {@link dev.usher.embedded.broker.Connection} that holds a {@link
 * dev.usher.embedded.broker.Conversation} with the client, whom the {@link dev.usher.embedded.broker.Doorkeeper} lets
 * in; a request to the {@link dev.usher.embedded.broker.HttpApi} is one for {@link
 * dev.usher.embedded.broker.Publishing} or {@link dev.usher.embedded.broker.Queries}. All meet in the {@link
 * dev.usher.embedded.broker.Hub}, which knows who is on which channel, and in {@link
 * dev.usher.embedded.broker.Users}, which knows who is signed in. What happens there is told to backends by {@link
 * dev.usher.embedded.broker.Webhooks}.
 */
@NullMarked
package dev.usher.embedded.broker;

import org.jspecify.annotations.NullMarked;

/**
 * What the Channels server tells: webhooks. One is believed by its signature, over the bytes as they came and before
 * anything is parsed; then it is handed to whoever observes its events, and to the application's own URL if there is
 * one. It is acknowledged only after that, because an unacknowledged one is sent again.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
@NullMarked
package dev.usher.webhook;

import org.jspecify.annotations.NullMarked;

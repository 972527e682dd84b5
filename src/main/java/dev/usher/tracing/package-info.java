/**
 * Shows from outside what a request led to: a span for each call to the Channels server, in the traces of those for whom
 * it is made. Off unless there is a collector to send them to.
 */
@NullMarked
package dev.usher.tracing;

import org.jspecify.annotations.NullMarked;

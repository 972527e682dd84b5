/**
 * Builds the rooms that know nothing of configuration from it, and refuses to start with one that is unsafe or
 * incomplete. Everything is built here before the first request; nothing imports this room but the embedded one.
 */
@NullMarked
package dev.usher.wiring;

import org.jspecify.annotations.NullMarked;

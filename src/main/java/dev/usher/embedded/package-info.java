/**
 * For development and tests only: a broker that speaks the Channels protocol, tokens for made-up users, and the demo
 * page. No other package knows of this one, and the shipped artifact does not hold it.
 */
@NullMarked
package dev.usher.embedded;

import org.jspecify.annotations.NullMarked;

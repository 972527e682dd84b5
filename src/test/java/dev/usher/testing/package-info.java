/** What tests of several rooms stand on: an issuer, a Channels server, and the environments that Usher is run in. */
@NullMarked
package dev.usher.testing;

import org.jspecify.annotations.NullMarked;

/** The same scenarios with official clients, before different Channels servers. */
@NullMarked
package dev.usher.conformance;

import org.jspecify.annotations.NullMarked;

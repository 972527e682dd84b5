/** Ends the connections of a user, for services that have just thrown the user out. */
@NullMarked
package dev.usher.connections;

import org.jspecify.annotations.NullMarked;

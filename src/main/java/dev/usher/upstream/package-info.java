/**
 * What the Channels servers are like that Usher can stand before: how they differ, in one table, and how they fail. The
 * rooms that ask something of the server know it by this room and by ports of their own.
 */
@NullMarked
package dev.usher.upstream;

import org.jspecify.annotations.NullMarked;

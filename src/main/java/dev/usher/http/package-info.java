/** Calls others over HTTP, such that no connection is lost to an answer that does not come. */
@NullMarked
package dev.usher.http;

import org.jspecify.annotations.NullMarked;

/**
 * The edge: what arrives over HTTP, read within limits and without blocking, and turned into checked values field by
 * field. What passes here is well formed; whether it is allowed is for others to say.
 */
@NullMarked
package dev.usher.request;

import org.jspecify.annotations.NullMarked;

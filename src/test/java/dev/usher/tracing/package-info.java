@NullMarked
package dev.usher.tracing;

import org.jspecify.annotations.NullMarked;

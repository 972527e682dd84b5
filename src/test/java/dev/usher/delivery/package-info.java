@NullMarked
package dev.usher.delivery;

import org.jspecify.annotations.NullMarked;

/** What publishing by Usher is compared with, in one run; run by {@code src/test/bench/run}, and by no build. */
@NullMarked
package dev.usher.benchmark;

import org.jspecify.annotations.NullMarked;

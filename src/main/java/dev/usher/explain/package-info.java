/** {@code POST /policy/explain}: why the policy decides as it does, for whoever runs Usher. */
@NullMarked
package dev.usher.explain;

import org.jspecify.annotations.NullMarked;

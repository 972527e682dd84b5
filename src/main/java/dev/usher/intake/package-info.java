/**
 * Publishes what an engine has recorded: what all logs have in common from which Usher takes events. A source reads
 * records, hands them in here, and acknowledges each when it is settled: when the Channels server has taken its event,
 * or when it lies where records lie that never can be published.
 */
@NullMarked
package dev.usher.intake;

import org.jspecify.annotations.NullMarked;

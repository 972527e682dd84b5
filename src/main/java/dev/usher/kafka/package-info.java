/**
 * Takes events from a Kafka topic, as one of a consumer group. A record is acknowledged when the Channels server has
 * taken its event, and not before; one that never can be published goes to a topic for dead letters.
 *
 * <p>Quarkus' messaging channels are not used, for two reasons. They acknowledge no further than the oldest record that
 * is unfinished, so that one that waits would have all that overtook it published again by a restart; and to a rebalance
 * they give partitions away while events of theirs are on their way, which another pod then overtakes.
 *
 * <p>One thread talks to Kafka, since its client is made for one; dead letters are written from a thread of their
 * own, and all the rest happens on event loops.
 */
@NullMarked
package dev.usher.kafka;

import org.jspecify.annotations.NullMarked;

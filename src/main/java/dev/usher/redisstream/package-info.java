/**
 * Takes events from Redis streams, each as one consumer group of all pods.
 *
 * <p>A consumer group alone hands the records of one key to different pods, which then overtake each other. So each stream
 * is read by one pod at a time, the one that holds its lease, and pods share the streams. The lease is asked for in the
 * same script as records are, so a pod that has lost it gets none. It begins no publishing either once its lease could
 * run out before that has ended, by its own clock: the next pod starts when nothing of the one before is under way.
 *
 * <p>What was read and not acknowledged stays in the group's list of pending records, which whoever holds the lease next
 * works off first. To acknowledge takes no lease: that an event was published is true whoever says it.
 */
@NullMarked
package dev.usher.redisstream;

import org.jspecify.annotations.NullMarked;

/**
 * What pods share by way of Redis. The revocations are a sorted set, of which each member is what is revoked and its score
 * until when; the ends of tokens likewise. The later of two times wins in Redis itself, so that pods may write the same at
 * the same time.
 *
 * <p>Whoever writes tells the others through a channel. That may lose messages; so there is a version too, by which a
 * pod sees that it has missed something, and reads the set again. A pod that finds the set to lack what it knows, as
 * after Redis has lost its memory, writes it back.
 *
 * <p>What came of calls with a key is a hash for each key. It is asked at each such call, and nowhere else but there.
 */
@NullMarked
package dev.usher.redis;

import org.jspecify.annotations.NullMarked;

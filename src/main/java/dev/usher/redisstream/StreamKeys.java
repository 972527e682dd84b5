package dev.usher.redisstream;

import java.util.Optional;

/**
 * The keys of one stream. All begin with its own, so that a hash tag in it has a Redis cluster keep them together.
 *
 * @param stream the stream
 * @param group who reads it
 * @param dead where what can never be published is put
 */
record StreamKeys(String stream, String group, String dead) {

    static StreamKeys of(String stream, String group, Optional<String> dead) {
        return new StreamKeys(stream, group, dead.orElse(stream + ":dead"));
    }

    /** Who reads it at the moment. */
    String lease() {
        return stream + ":" + group + ":lease";
    }

    /** Who would read it. */
    String pods() {
        return stream + ":" + group + ":pods";
    }
}

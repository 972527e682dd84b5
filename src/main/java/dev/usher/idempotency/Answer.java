package dev.usher.idempotency;

import dev.usher.problem.ProblemDocument;
import java.util.Optional;

/**
 * What a call was answered with, as far as it is the same whenever it is given.
 *
 * @param retryAfter the header, in seconds
 * @param json the body, to the last character
 */
public record Answer(int status, Optional<String> retryAfter, String json) {

    /** The digests, the text's and the entry's own objects, and their places in two tables. */
    private static final int FRAME = 512;

    private static final int OK = 200;

    /** The call went well. */
    public static Answer ok(String json) {
        return new Answer(OK, Optional.empty(), json);
    }

    /** It did not. */
    public static Answer of(ProblemDocument problem) {
        return new Answer(problem.status(), problem.retryAfter(), problem.body());
    }

    String mediaType() {
        return status == OK ? "application/json" : ProblemDocument.MEDIA_TYPE;
    }

    /** About what it takes of memory to keep it: Java has one byte for a character, or two if one of them needs two. */
    int bytes() {
        return bytes(json.chars().allMatch(c -> c < 256) ? json.length() : 2 * json.length());
    }

    /** The same of a body of so many bytes. */
    static int bytes(int body) {
        return FRAME + body;
    }
}

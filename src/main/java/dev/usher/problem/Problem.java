package dev.usher.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that went wrong with one call. All of it is shown to the caller, so no part may hold a secret, a token, a
 * signature or the text of a cause.
 *
 * @param type which reason it is
 * @param detail a sentence about this occurrence: what was given, what was expected, what to do
 * @param members further members of the document (RFC 9457, section 3.2)
 * @param headers further headers of the answer
 * @param reason what the log says beside the detail, for whoever runs Usher; empty where there is no more to say. No
 *     token and no secret may be in it either
 * @param onRecord whether another line of the log says all of it already, under the same id
 */
public record Problem(
        ProblemType type,
        String detail,
        Map<String, Object> members,
        Map<String, String> headers,
        String reason,
        boolean onRecord) {

    static final String RETRY_AFTER = "Retry-After";

    public Problem {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Map.copyOf(headers);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), Map.of(), "", false);
    }

    /** The request's field is not what it should be. */
    public static Problem ofField(String field, String detail) {
        return of(ProblemType.MALFORMED_REQUEST, field + ": " + detail).with("field", field);
    }

    /** The same problem with a further member of the document: text, a number, or a list of these. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, detail, more, headers, reason, onRecord);
    }

    /** The same problem with a further sentence to its detail. */
    public Problem adding(String sentence) {
        return new Problem(type, detail + " " + sentence, members, headers, reason, onRecord);
    }

    /** The same problem with a further header of the answer. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, members, more, reason, onRecord);
    }

    /** The same problem, and why it is one, for the log alone. */
    public Problem because(String reason) {
        return new Problem(type, detail, members, headers, reason, onRecord);
    }

    /** The same problem, after it was put on record: its own line is for who looks for a mistake. */
    public Problem asRecorded() {
        return new Problem(type, detail, members, headers, reason, true);
    }

    /** The same problem, and when to come back (RFC 9110, section 10.2.3), rounded up to whole seconds. */
    public Problem retryAfter(Duration delay) {
        return withHeader(
                RETRY_AFTER, Long.toString(Math.max(1, delay.plusMillis(999).toSeconds())));
    }

    /** The same problem of a part of the request: the field that it names is that part's, as in batch[3].data. */
    public Problem within(String part) {
        if (members.get("field") instanceof String field) {
            String sentence = detail.startsWith(field + ":") ? part + "." + detail : detail;
            return new Problem(type, sentence, members, headers, reason, onRecord).with("field", part + "." + field);
        }
        return this;
    }

    /**
     * This problem as a part of an answer to a call of which other parts may have gone well. It has a line in the log of
     * its own, and says as {@code retry_after}, in seconds, what would have been a header.
     *
     * @param id of this part
     * @return the members of the document, in the order in which they are written
     */
    public Map<String, Object> asMember(CorrelationId id) {
        return ProblemDocument.member(this, id);
    }

    /** This problem as a failure. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}

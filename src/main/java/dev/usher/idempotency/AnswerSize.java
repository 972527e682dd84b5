package dev.usher.idempotency;

/**
 * What an answer can have at most, so that there is room for it before what it answers for is done.
 *
 * @param bytes of its body
 */
public record AnswerSize(int bytes) {

    /** No call has a larger answer: a thousand events that are refused, to ten thousand channels with long names. */
    static final int LARGEST = 8 * 1024 * 1024;

    /** A problem document with everything that it may say, but names of channels. */
    private static final int DOCUMENT = 1024;

    /** Quotes, a comma, and the two counts that a server tells of a channel. */
    private static final int BESIDE_A_NAME = 96;

    /** What stands around the rest. */
    public static final AnswerSize FRAME = new AnswerSize(64);

    /** The same for an event, and the names of its channels. */
    public AnswerSize plusEvent(Iterable<String> names) {
        int sum = bytes + DOCUMENT;
        for (String name : names) {
            sum += name.length() + BESIDE_A_NAME;
        }
        return new AnswerSize(sum);
    }

    /** The same for an event that is not published: its problem, which names ten channels at most. */
    public AnswerSize plusProblem() {
        return new AnswerSize(bytes + 3 * DOCUMENT);
    }

    int kept() {
        return Answer.bytes(bytes);
    }
}

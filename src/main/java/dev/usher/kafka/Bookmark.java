package dev.usher.kafka;

import java.util.Base64;
import java.util.BitSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far a partition is finished. Kafka keeps one offset for it, before which all is finished; what is finished behind
 * that is noted in the text that Kafka keeps beside the offset, so that nothing of it is published again.
 *
 * @param offset the first that is not finished
 * @param ahead what is finished behind it, by the distance from it
 */
record Bookmark(long offset, BitSet ahead) {

    /**
     * How far ahead is noted. As Base64 it takes 2,731 characters; a broker takes 4,096, unless its
     * {@code offset.metadata.max.bytes} says otherwise.
     */
    static final int REACH = 16_384;

    /** Before anything is finished. */
    static final Bookmark START = new Bookmark(0, new BitSet());

    /** Whoever else commits in this group may have a text of their own. */
    private static final String MARK = "usher:";

    Bookmark {
        ahead = ahead.get(0, REACH);
    }

    /** Reads what {@link #committed} has written; a text by others says nothing of what is ahead. */
    static Bookmark of(OffsetAndMetadata committed) {
        String text = committed.metadata();
        return new Bookmark(committed.offset(), text.startsWith(MARK) ? decode(text) : new BitSet());
    }

    private static BitSet decode(String text) {
        try {
            return BitSet.valueOf(Base64.getDecoder().decode(text.substring(MARK.length())));
        } catch (IllegalArgumentException byOthers) {
            return new BitSet();
        }
    }

    /** As Kafka keeps it. */
    OffsetAndMetadata committed() {
        byte[] bits = ahead.toByteArray();
        return new OffsetAndMetadata(
                offset,
                ahead.isEmpty()
                        ? ""
                        : MARK + Base64.getEncoder().withoutPadding().encodeToString(bits));
    }

    /** Whether it notes that this offset is finished. */
    boolean notes(long other) {
        long distance = other - offset;
        return distance >= 0 && distance < REACH && ahead.get((int) distance);
    }
}

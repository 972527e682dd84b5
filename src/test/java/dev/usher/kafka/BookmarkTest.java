package dev.usher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkTest {

    /** What a broker takes beside an offset, unless it is told otherwise. */
    private static final int BROKERS_LIMIT = 4096;

    @Property
    void isReadAsItWasWritten(
            @ForAll @LongRange(min = 0) long offset, @ForAll Set<@IntRange(max = Bookmark.REACH - 1) Integer> ahead) {
        BitSet bits = new BitSet();
        ahead.forEach(bits::set);
        Bookmark bookmark = new Bookmark(offset, bits);
        assertEquals(bookmark, Bookmark.of(bookmark.committed()));
    }

    @Test
    void notesWhatIsFinishedAhead() {
        BitSet ahead = new BitSet();
        ahead.set(2);
        Bookmark bookmark = new Bookmark(10, ahead);
        assertFalse(bookmark.notes(9));
        assertFalse(bookmark.notes(10));
        assertTrue(bookmark.notes(12));
        assertFalse(bookmark.notes(10 + (1L << 32) + 2));
    }

    @Test
    void isNeverLargerThanABrokerTakes() {
        BitSet ahead = new BitSet();
        ahead.set(0, 2 * Bookmark.REACH);
        assertTrue(new Bookmark(1, ahead).committed().metadata().length() < BROKERS_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "words of another", "usher:", "usher:%%%"})
    void takesWhatOthersHaveWrittenForNothing(String metadata) {
        assertEquals(new Bookmark(7, new BitSet()), Bookmark.of(new OffsetAndMetadata(7, metadata)));
    }
}

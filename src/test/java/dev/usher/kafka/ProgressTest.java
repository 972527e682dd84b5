package dev.usher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kafka.Progress.Standing;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProgressTest {

    /** Whatever is read, in whatever order it is finished, and wherever it stops: the next pod misses and repeats none. */
    @Property
    void whoeverComesNextPublishesWhatIsNotFinishedAndNothingElse(
            @ForAll List<@LongRange(min = 100, max = 400) Long> offsets, @ForAll @IntRange(max = 400) int finished) {
        Progress progress = new Progress(Bookmark.START);
        List<Long> read = List.copyOf(new TreeSet<>(offsets));
        read.forEach(offset -> assertTrue(progress.receive(offset, 1)));
        List<Long> shuffled = offsets.stream().distinct().limit(finished).toList();
        shuffled.forEach(progress::finish);

        Bookmark bookmark = progress.standing().map(Standing::bookmark).orElse(Bookmark.START);
        Progress next = new Progress(Bookmark.of(bookmark.committed()));
        List<Long> again = read.stream()
                .filter(offset -> offset >= bookmark.offset())
                .filter(offset -> next.receive(offset, 1))
                .toList();
        assertEquals(read.stream().filter(offset -> !shuffled.contains(offset)).toList(), again);
        assertEquals(again.size(), next.unfinished());
    }

    @Test
    void hasInFlightWhatKafkaHasNotHeardOf() {
        Progress progress = received(0, 3);
        progress.finish(0);
        assertEquals(3, progress.inFlight());
        Standing standing = progress.standing().orElseThrow();
        progress.finish(1);
        assertEquals(3, progress.inFlight());
        standing.acknowledge();
        assertEquals(2, progress.inFlight());
    }

    @Test
    void isToBeCommittedOnceUnlessThatWasInVain() {
        Progress progress = received(0, 1);
        assertEquals(Optional.empty(), progress.standing());
        progress.finish(0);
        Standing standing = progress.standing().orElseThrow();
        assertEquals(1, standing.bookmark().offset());
        assertEquals(Optional.empty(), progress.standing());
        progress.doubt();
        assertEquals(Optional.of(standing), progress.standing());
    }

    @Test
    void isStretchedWhileTheOldestIsTooFarBehind() {
        Progress progress = received(0, Progress.SPAN - 1);
        assertFalse(progress.isStretched());
        assertTrue(progress.receive(Progress.SPAN - 1, 1));
        assertTrue(progress.isStretched());
        progress.finish(0);
        assertFalse(progress.isStretched());
    }

    @Test
    void holdsTheBytesOfWhatIsNotFinished() {
        Progress progress = received(0, 2);
        progress.finish(0);
        progress.finish(0);
        assertEquals(1, progress.bytes());
    }

    /** As when the topic was deleted, and made anew. */
    @Test
    void believesNoNoteAboutAnotherTopic() {
        Progress first = received(100, 3);
        first.finish(101);
        Progress next = new Progress(first.standing().orElseThrow().bookmark());
        assertTrue(next.receive(0, 1));
        assertTrue(next.receive(101, 1));
        assertEquals(2, next.unfinished());
    }

    /** As when somebody moves the offsets back. */
    @Test
    void beginsAnewWithWhatComesAgain() {
        Progress progress = received(100, 3);
        progress.finish(100);
        assertTrue(progress.standing().isPresent());

        assertTrue(progress.receive(0, 1));
        assertEquals(1, progress.unfinished());
        assertEquals(1, progress.bytes());
        Bookmark bookmark = progress.standing().orElseThrow().bookmark();
        assertEquals(0, bookmark.offset());
        progress.finish(0);
        assertEquals(1, progress.standing().orElseThrow().bookmark().offset());
    }

    private static Progress received(long first, int count) {
        Progress progress = new Progress(Bookmark.START);
        LongStream.range(first, first + count).forEach(offset -> assertTrue(progress.receive(offset, 1)));
        return progress;
    }
}

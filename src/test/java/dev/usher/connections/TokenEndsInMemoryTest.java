package dev.usher.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.channel.UserId;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose tokens have ended, as one process knows it. */
class TokenEndsInMemoryTest {

    private static final Instant NOW = Instant.parse("2033-05-18T03:33:20Z");

    private final TokenEndsInMemory ends = new TokenEndsInMemory();

    @Test
    void givesEachUserOutOnceAndTheFirstFirst() {
        note("42", NOW);
        note("43", NOW.minusSeconds(1));
        note("44", NOW.plusSeconds(1));

        assertEquals(List.of("43", "42"), take(NOW, 10));
        assertEquals(List.of(), take(NOW, 10));
        assertEquals(List.of("44"), take(NOW.plusSeconds(1), 10));
    }

    @Test
    void countsTheLaterOfTwoEnds() {
        note("42", NOW);
        note("42", NOW.plusSeconds(60));
        note("42", NOW.plusSeconds(30));

        assertEquals(List.of(), take(NOW.plusSeconds(59), 10));
        assertEquals(List.of("42"), take(NOW.plusSeconds(60), 10));
    }

    @Test
    void leavesTheRestForTheNextTime() {
        note("42", NOW);
        note("43", NOW);

        assertEquals(List.of("42"), take(NOW, 1));
        assertEquals(List.of("43"), take(NOW, 1));
    }

    @Test
    void remembersNoMoreThanItsBoundAndThoseItKnows() {
        for (int i = 0; i < TokenEndsInMemory.MAX_USERS; i++) {
            note("user-" + i, NOW.plusSeconds(60));
        }
        note("one-more", NOW);
        note("user-7", NOW.plusSeconds(120));

        assertEquals(List.of(), take(NOW, 10));
        assertEquals(
                TokenEndsInMemory.MAX_USERS - 1,
                take(NOW.plusSeconds(60), Integer.MAX_VALUE).size());
        assertEquals(List.of("user-7"), take(NOW.plusSeconds(120), 10));
    }

    private void note(String user, Instant end) {
        ends.note(new UserId(user), end).subscribe().with(noted -> {}, failure -> {
            throw new AssertionError(failure);
        });
    }

    private List<String> take(Instant now, int limit) {
        return ends
                .takeEnded(now, limit)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted()
                .getItem()
                .stream()
                .map(UserId::value)
                .toList();
    }
}

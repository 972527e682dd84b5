package dev.usher.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.usher.idempotency.Standing.Answered;
import dev.usher.idempotency.Standing.Claim;
import dev.usher.idempotency.Standing.Claimed;
import dev.usher.idempotency.Standing.NoRoom;
import dev.usher.idempotency.Standing.OfAnotherBody;
import dev.usher.idempotency.Standing.UnderWay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswersInMemoryTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Answer ANSWER = Answer.ok("{}");
    private static final int SIZE = Answer.bytes(100);

    private final Attempts clock = new Attempts();
    private final AnswersInMemory answers = new AnswersInMemory(WINDOW, 2, 3 * SIZE, clock::now);

    @Test
    void givesAKeyToOne() {
        assertInstanceOf(Claimed.class, stand("a", "body"));
        assertInstanceOf(UnderWay.class, stand("a", "body"));
        assertInstanceOf(OfAnotherBody.class, stand("a", "another"));
    }

    @Test
    void answersForTheWholeWindowAndNoLonger() {
        keep(claim("a"), ANSWER);

        clock.advance(WINDOW.minus(MOMENT));
        assertEquals(new Answered(ANSWER), stand("a", "body"));
        assertInstanceOf(OfAnotherBody.class, stand("a", "another"));

        clock.advance(MOMENT);
        assertInstanceOf(Claimed.class, stand("a", "another"));
        assertEquals(1, answers.entries());
    }

    @Test
    void beginsTheWindowWithTheAnswer() {
        Claim claim = claim("a");
        clock.advance(WINDOW.multipliedBy(3));
        assertInstanceOf(UnderWay.class, stand("a", "body"));
        keep(claim, ANSWER);
        clock.advance(WINDOW.minus(MOMENT));
        assertEquals(new Answered(ANSWER), stand("a", "body"));
    }

    @Test
    void hasAKeyThatWasGivenBackAsIfItHadNeverBeen() {
        giveBack(claim("b"));
        assertInstanceOf(Claimed.class, stand("b", "another"));
    }

    @Test
    void forgetsNothingToMakeRoom() {
        keep(claim("a"), ANSWER);
        clock.advance(Duration.ofMinutes(4));
        keep(claim("b"), ANSWER);

        assertEquals(new NoRoom(Duration.ofMinutes(6)), stand("c", "body"));
        assertEquals(new Answered(ANSWER), stand("a", "body"));
        assertEquals(new Answered(ANSWER), stand("b", "body"));

        clock.advance(Duration.ofMinutes(6));
        assertInstanceOf(Claimed.class, stand("c", "body"));
        assertEquals(new Answered(ANSWER), stand("b", "body"));
    }

    @Test
    void countsThoseUnderWayAsWell() {
        assertInstanceOf(Claimed.class, stand("a", "body"));
        Claim second = claim("b");
        assertEquals(new NoRoom(Duration.ofSeconds(1)), stand("c", "body"));
        giveBack(second);
        assertInstanceOf(Claimed.class, stand("c", "body"));
    }

    @Test
    void setsRoomAsideForTheLargestAnswerAndKeepsWhatItHas() {
        Answer large = Answer.ok("x".repeat(100));
        assertInstanceOf(
                NoRoom.class,
                answers.claim(Attempts.of("a", ""), 3 * SIZE + 1).await().indefinitely());
        Claim claim = claim("a");
        assertEquals(SIZE, answers.bytes());
        assertInstanceOf(
                NoRoom.class,
                answers.claim(Attempts.of("b", ""), 2 * SIZE + 1).await().indefinitely());
        keep(claim, ANSWER);
        assertEquals(ANSWER.bytes(), answers.bytes());
        keep(claim("b"), large);
        assertEquals(ANSWER.bytes() + SIZE, answers.bytes());
        clock.advance(WINDOW);
        giveBack(claim("c"));
        assertEquals(0, answers.bytes());
    }

    @Test
    void countsTwoBytesForEachCharacterWhereJavaDoes() {
        assertEquals(Answer.bytes(3), Answer.ok("Zoë").bytes());
        assertEquals(Answer.bytes(4), Answer.ok("東京").bytes());
    }

    @Test
    void endsAClaimOnce() {
        Claim claim = claim("a");
        giveBack(claim);
        Claim next = claim("a");
        keep(claim, ANSWER);
        giveBack(claim);
        assertInstanceOf(UnderWay.class, stand("a", "body"));
        keep(next, ANSWER);
        assertEquals(ANSWER.bytes(), answers.bytes());
    }

    private Claim claim(String key) {
        return assertInstanceOf(Claimed.class, stand(key, "body")).claim();
    }

    private Standing stand(String key, String body) {
        return answers.claim(Attempts.of(key, body), SIZE).await().indefinitely();
    }

    private static void keep(Claim claim, Answer answer) {
        claim.keep(answer).await().indefinitely();
    }

    private static void giveBack(Claim claim) {
        claim.giveBack().await().indefinitely();
    }
}

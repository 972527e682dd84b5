package dev.usher.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.shared.SharedStateConfig.Kind;
import dev.usher.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes first when a revocation is made, and what becomes of one that cannot be. */
class RevocationRegisterTest {

    private static final Instant NOW = Instant.parse("2033-05-18T03:33:20Z");

    private final RevokedTokens tokens = new RevokedTokens(new SettableClock(NOW));
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private final List<Revocation> covered = new ArrayList<>();

    private final SharedRevocations shared = (revocation, older) -> {
        covered.addAll(older);
        return Uni.createFrom().emitter(waiting::add);
    };

    private final RevocationRegister register = new RevocationRegister(tokens, shared, () -> Kind.REDIS);

    @Test
    void holdsOnlyWhenItIsKept() {
        UniAssertSubscriber<Revocation> answer = enter(user("42", NOW.plusSeconds(60)));
        assertEquals(0, tokens.size());

        waiting.get(0).complete(null);

        answer.assertCompleted().assertItem(user("42", NOW.plusSeconds(60)));
        assertEquals(1, tokens.size());
    }

    @Test
    void doesNotHoldWhereItMayNotBeKept() {
        UniAssertSubscriber<Revocation> answer = enter(user("42", NOW.plusSeconds(60)));

        waiting.get(0).fail(new IOException("redis://user:secret@redis"));

        Problem problem = ((ProblemException) answer.assertFailed().getFailure()).problem();
        assertEquals(ProblemType.UNAVAILABLE, problem.type());
        assertEquals("(IOException)", problem.reason());
        assertEquals("1", problem.headers().get("Retry-After"));
        assertEquals(0, tokens.size());
    }

    @Test
    void needNotKeepWhatItCovers() {
        Revocation shorter = user("42", NOW.plusSeconds(60));
        tokens.learn(shorter);
        tokens.learn(user("43", NOW.plusSeconds(60)));

        UniAssertSubscriber<Revocation> answer = enter(user("42", NOW.plusSeconds(90)));

        answer.assertNotTerminated();
        assertEquals(List.of(shorter), covered);
    }

    @Test
    void asksNobodyWhereNothingIsShared() {
        RevocationRegister alone = new RevocationRegister(tokens, shared, () -> Kind.MEMORY);

        alone.enter(user("42", NOW.plusSeconds(60)))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted()
                .assertItem(user("42", NOW.plusSeconds(60)));
        assertEquals(List.of(), waiting);
    }

    @Test
    void refusesLoudlyWhatDoesNotFit() {
        String name = "x".repeat(RevocationRequest.MAX_TEXT - 8);
        int number = 0;
        while (tokens.hasRoomFor(user(name + number, NOW.plus(Duration.ofDays(1))))) {
            tokens.learn(user(name + number, NOW.plus(Duration.ofDays(1))));
            number++;
        }
        Revocation next = user(name + number, NOW.plus(Duration.ofDays(1)));

        ProblemException full = assertThrows(ProblemException.class, () -> register.enter(next));

        assertEquals(507, full.problem().type().status());
        assertEquals(List.of(), waiting);
        assertEquals(number, tokens.size());
    }

    private UniAssertSubscriber<Revocation> enter(Revocation revocation) {
        return register.enter(revocation).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Revocation user(String subject, Instant until) {
        return new Revocation(new Target.User(subject, Optional.empty()), until);
    }
}

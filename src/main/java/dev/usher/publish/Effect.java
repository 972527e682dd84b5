package dev.usher.publish;

import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import java.util.Set;

/** What an outcome means for sending the same event once more. */
enum Effect {
    /** It was published. */
    PUBLISHED,
    /** It may have been, or a part of it was: once more may be once too often. */
    IN_DOUBT,
    /** It was not, and never will be as it is. */
    REFUSED,
    /** It was not, and may be the next time. */
    NONE;

    /** What whoever runs Usher can clear away. */
    private static final Set<Obstacle> OF_THE_INSTALLATION = Set.of(Obstacle.NO_MASTER_KEY, Obstacle.NO_SIGN_IN);

    static Effect of(PublishOutcome outcome) {
        return outcome.fold(new OfOutcome());
    }

    boolean wasPerhapsPublished() {
        return this == PUBLISHED || this == IN_DOUBT;
    }

    private static final class OfOutcome implements PublishOutcome.Cases<Effect> {

        @Override
        public Effect accepted(Accepted outcome) {
            return PUBLISHED;
        }

        @Override
        public Effect tooLarge(TooLarge outcome) {
            return REFUSED;
        }

        @Override
        public Effect unsendable(Unsendable outcome) {
            return OF_THE_INSTALLATION.contains(outcome.obstacle()) ? NONE : REFUSED;
        }

        @Override
        public Effect notAccepted(NotAccepted outcome) {
            if (!outcome.published().isEmpty() || !outcome.uncertain().isEmpty()) {
                return IN_DOUBT;
            }
            if (!outcome.attempted()) {
                return NONE;
            }
            if (outcome.failure().reason().leavesItOpen()) {
                return IN_DOUBT;
            }
            return outcome.failure().reason().isOfTheRequest() ? REFUSED : NONE;
        }
    }
}

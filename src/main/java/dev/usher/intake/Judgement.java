package dev.usher.intake;

import dev.usher.intake.Verdict.Later;
import dev.usher.intake.Verdict.Poison;
import dev.usher.intake.Verdict.Published;
import dev.usher.problem.Problem;
import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.publish.PublishProblem;

/** What follows for a record from what became of its event. */
final class Judgement implements PublishOutcome.Cases<Verdict> {

    private final Event event;

    private Judgement(Event event) {
        this.event = event;
    }

    static Verdict of(Event event, PublishOutcome outcome) {
        return outcome.fold(new Judgement(event));
    }

    @Override
    public Verdict accepted(Accepted outcome) {
        return new Published();
    }

    @Override
    public Verdict tooLarge(TooLarge outcome) {
        return poison(outcome, "");
    }

    @Override
    public Verdict unsendable(Unsendable outcome) {
        return poison(outcome, "");
    }

    /**
     * What was refused for what it is will be refused again. Where a part of it is in doubt, that is found out first, by
     * publishing all of it again.
     */
    @Override
    public Verdict notAccepted(NotAccepted outcome) {
        int published = outcome.published().size();
        if (outcome.failure().reason().isOfTheRequest() && outcome.uncertain().isEmpty()) {
            return poison(
                    outcome,
                    published == 0
                            ? ""
                            : " It was published to %d of its %d destinations."
                                    .formatted(published, event.destinations().size()));
        }
        return new Later(
                published > 0 || !outcome.uncertain().isEmpty(),
                outcome.failure().retryAfter(),
                outcome.failure().reason().tell(""));
    }

    private Verdict poison(PublishOutcome outcome, String progress) {
        return PublishProblem.<Verdict>fold(event, outcome, Judgement::published, problem -> poison(problem, progress));
    }

    private static Verdict published(Accepted outcome) {
        return new Published();
    }

    private static Verdict poison(Problem problem, String progress) {
        return new Poison(problem.type().slug(), problem.detail() + progress);
    }
}

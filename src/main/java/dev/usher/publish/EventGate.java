package dev.usher.publish;

import dev.usher.access.Asker;
import dev.usher.access.ChannelAccess;
import dev.usher.access.Deed;
import dev.usher.access.Ruling;
import dev.usher.channel.Destination;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

/** Lets an event pass only if its publisher may publish to every one of its destinations. */
@Singleton
final class EventGate {

    /** Enough to see what is wrong. A batch has thousands of channels, and whoever is denied chose their names. */
    private static final int MAX_NAMED = 10;

    private final ChannelAccess access;

    EventGate(ChannelAccess access) {
        this.access = access;
    }

    /**
     * Nothing is read from somebody who may publish nowhere.
     *
     * @throws dev.usher.problem.ProblemException if no rule lets the caller publish to any channel
     */
    void checkAny(Asker asker) {
        if (!access.mayAny(asker, Deed.PUBLISH)) {
            throw Problem.of(ProblemType.DENIED, "No rule of the policy lets the caller publish to any channel.")
                    .asRecorded()
                    .asException();
        }
    }

    /**
     * The event, if it may be published.
     *
     * @return fails with a {@link dev.usher.problem.ProblemException} if a destination is denied, or cannot be decided
     */
    Uni<Event> check(Asker asker, Event event) {
        return access.decide(
                        asker,
                        Deed.PUBLISH,
                        event.destinations().stream().map(Destination::ruledBy).toList())
                .map(rulings -> allOrRefuse(event, rulings))
                .replaceWith(event);
    }

    private static Ruling.Allowed allOrRefuse(Event event, List<Ruling> rulings) {
        List<String> denied = IntStream.range(0, rulings.size())
                .filter(i -> rulings.get(i) instanceof Ruling.Denied)
                .mapToObj(i -> event.destinations().get(i).wireName())
                .toList();
        // A denial comes first, as it is final whatever becomes of what cannot be decided.
        Ruling worst = rulings.stream()
                .filter(denied.isEmpty() ? Ruling.Undecided.class::isInstance : Ruling.Denied.class::isInstance)
                .findFirst()
                .orElse(rulings.get(0));
        return worst.orRefuse(() -> refusal(denied));
    }

    private static Problem refusal(List<String> denied) {
        return Problem.of(
                        ProblemType.DENIED,
                        "No rule of the policy lets the caller publish to %s; nothing was published."
                                .formatted(
                                        denied.size() > MAX_NAMED
                                                ? denied.size() + " of the channels, such as these"
                                                : "these channels"))
                .with("channels", denied.subList(0, Math.min(denied.size(), MAX_NAMED)));
    }
}

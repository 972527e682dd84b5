package dev.usher.intake;

import dev.usher.channel.Destination;
import dev.usher.intake.Verdict.Poison;
import dev.usher.problem.ProblemException;
import dev.usher.publish.Event;
import dev.usher.publish.EventReader;
import java.util.List;
import java.util.function.Function;

/** What a record turned out to be. */
sealed interface Reading {

    /** One that says what is to be published. */
    record Publishable(Event event) implements Reading {}

    /** One that does not. */
    record Unpublishable(Poison poison) implements Reading {}

    static Reading of(byte[] value, EventReader reader) {
        try {
            return new Publishable(reader.read(value));
        } catch (ProblemException e) {
            return new Unpublishable(
                    new Poison(e.problem().type().slug(), e.problem().detail()));
        }
    }

    /** What orders the record where nothing else does: where it goes first. */
    default String key() {
        List<Destination> destinations = fold(Event::destinations, poison -> List.of());
        return destinations.isEmpty() ? "" : destinations.get(0).wireName();
    }

    default <R> R fold(
            Function<? super Event, ? extends R> ifReadable, Function<? super Poison, ? extends R> ifUnreadable) {
        return this instanceof Publishable readable
                ? ifReadable.apply(readable.event)
                : ifUnreadable.apply(((Unpublishable) this).poison);
    }
}

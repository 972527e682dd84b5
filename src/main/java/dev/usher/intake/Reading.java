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
    record Readable(Event event) implements Reading {}

    /** One that does not. */
    record Unreadable(Poison poison) implements Reading {}

    static Reading of(byte[] value, EventReader reader) {
        try {
            return new Readable(reader.read(value));
        } catch (ProblemException e) {
            return new Unreadable(
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
        return this instanceof Readable readable
                ? ifReadable.apply(readable.event)
                : ifUnreadable.apply(((Unreadable) this).poison);
    }
}

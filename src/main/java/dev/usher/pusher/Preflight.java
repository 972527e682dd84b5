package dev.usher.pusher;

import dev.usher.channel.Destination;
import dev.usher.delivery.Part;
import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.ServerProfile.Limits;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what a server would refuse, or lose, before any of the event is sent. */
final class Preflight {

    private final ServerProfile profile;
    private final Limits limits;
    private final boolean encrypts;
    private final EventBodies bodies;

    Preflight(ServerProfile profile, Limits limits, boolean encrypts, EventBodies bodies) {
        this.profile = profile;
        this.limits = limits;
        this.encrypts = encrypts;
        this.bodies = bodies;
    }

    /** What is to be answered for an event that is not to be sent; empty for one that is. */
    Optional<PublishOutcome> check(Event event) {
        return Stream.of(
                        unsendable(event, Obstacle.NO_MASTER_KEY, to -> to.isEncrypted() && !encrypts),
                        unsendable(event, Obstacle.NO_SIGN_IN, this::wouldVanish),
                        unsendable(event, Obstacle.REFUSED_CHARACTER, to -> !profile.takes(to)),
                        emptyData(event),
                        tooLarge(event))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean wouldVanish(Destination destination) {
        return destination instanceof Destination.SignedInUser && !profile.knowsSignIn();
    }

    private static Optional<PublishOutcome> unsendable(Event event, Obstacle obstacle, Predicate<Destination> stops) {
        List<Destination> stopped = event.destinations().stream().filter(stops).toList();
        return stopped.isEmpty() ? Optional.empty() : Optional.of(new Unsendable(obstacle, stopped));
    }

    private Optional<PublishOutcome> emptyData(Event event) {
        boolean refused = event.data().size() == 0
                && !profile.takesEmptyData()
                && !event.destinations().stream().allMatch(Destination::isEncrypted);
        return refused ? Optional.of(new Unsendable(Obstacle.EMPTY_DATA, List.of())) : Optional.empty();
    }

    private Optional<PublishOutcome> tooLarge(Event event) {
        boolean encrypted = event.destinations().stream().anyMatch(Destination::isEncrypted);
        int size = encrypted
                ? Encryption.sealedSize(event.data().size())
                : event.data().size();
        if (size > limits.dataBytes()) {
            return Optional.of(new TooLarge(size, limits.dataBytes()));
        }
        if (limits.bodyBytes() == Limits.NONE) {
            return Optional.empty();
        }
        return Stream.of(longest(event, Destination::isEncrypted), longest(event, to -> !to.isEncrypted()))
                .flatMap(Optional::stream)
                .flatMap(to -> tooLargeInItsBody(event, to).stream())
                .findFirst();
    }

    private static Optional<Destination> longest(Event event, Predicate<Destination> among) {
        return event.destinations().stream().filter(among).max(Comparator.comparingInt(to -> to.wireName()
                .length()));
    }

    /** Where the server limits the body, what is left of it for the data is what the rest leaves. */
    private Optional<PublishOutcome> tooLargeInItsBody(Event event, Destination to) {
        Part part = new Part(event, List.of(to));
        int data = bodies.dataBytes(part);
        int left = limits.bodyBytes() - (bodies.bytes(part) - data);
        return data > left ? Optional.of(new TooLarge(data, left)) : Optional.empty();
    }
}

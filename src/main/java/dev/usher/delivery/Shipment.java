package dev.usher.delivery;

import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.ServerProfile.Limits;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The events that are published together, and for which somebody waits. Safe for use by any number of threads. Where one
 * fails as the next would too, those that are not under way yet are not sent.
 *
 * <p>One that is ordered goes out one event after another, whatever their channels are, and no further than to the first
 * that fails for another reason than what it is itself.
 */
final class Shipment {

    /** A name, and the objects that hold it. */
    private static final int BYTES_BESIDE = 256;

    private final ChannelsServer server;
    private final boolean ordered;
    private final Deadline deadline;
    private final SpanContext caller;
    private final List<List<Parcel>> byEvent = new ArrayList<>();
    private final CompletableFuture<List<PublishOutcome>> done = new CompletableFuture<>();

    /** For each event what becomes of it: known from the beginning, or by its tally. */
    private final List<Optional<PublishOutcome>> unsent;

    private final List<Tally> tallies;
    private int open;
    private boolean stopped;

    /** @param caller the span of whoever publishes them */
    Shipment(List<Event> events, boolean ordered, ChannelsServer server, Deadline deadline, SpanContext caller) {
        this.server = server;
        this.ordered = ordered;
        this.deadline = deadline;
        this.caller = caller;
        this.unsent = events.stream().map(server::refusal).toList();
        this.tallies = events.stream().map(event -> new Tally()).toList();
        Splitter splitter = new Splitter(server);
        for (int i = 0; i < events.size(); i++) {
            if (unsent.get(i).isEmpty()) {
                Tally tally = tallies.get(i);
                byEvent.add(splitter.split(events.get(i)).stream()
                        .map(part -> parcel(part, tally))
                        .toList());
            }
        }
        this.open = byEvent.stream().mapToInt(List::size).sum();
        if (open == 0) {
            done.complete(outcomes());
        }
    }

    private Parcel parcel(Part part, Tally tally) {
        Set<Object> lanes = new HashSet<>(part.destinations());
        if (ordered) {
            lanes.add(this);
        }
        return new Parcel(part, bytes(part), this, tally, lanes);
    }

    /** Exactly where the server counts them, and else about what it takes in memory. */
    private int bytes(Part part) {
        return server.limits().bodyBytes() == Limits.NONE
                ? part.event().data().size() + part.destinations().size() * BYTES_BESIDE
                : server.bodyBytes(part);
    }

    /** What of it is to be sent, in order: of each event one or more. */
    List<List<Parcel>> byEvent() {
        return byEvent;
    }

    private Stream<Parcel> parcels() {
        return byEvent.stream().flatMap(List::stream);
    }

    boolean isOrdered() {
        return ordered;
    }

    Deadline deadline() {
        return deadline;
    }

    SpanContext caller() {
        return caller;
    }

    /** What becomes of each event, in their order. */
    CompletionStage<List<PublishOutcome>> outcome() {
        // A copy, because whoever hangs up cancels it.
        return done.copy();
    }

    boolean isDone() {
        return done.isDone();
    }

    /** What is not with the server yet is not going to be. */
    void giveUpUnsent() {
        parcels()
                .forEach(parcel ->
                        parcel.failUnsent(new UpstreamFailure(Reason.OUT_OF_TIME, Optional.of(UpstreamFailure.SOON))));
    }

    /** Nobody waits any longer. What may be with the server may be published; the rest is not going to be. */
    void expire() {
        giveUpUnsent();
        parcels().forEach(parcel -> parcel.fail(new UpstreamFailure(Reason.TIMED_OUT)));
    }

    void delivered(Parcel parcel, Map<String, Map<String, Object>> told) {
        synchronized (this) {
            parcel.tally().delivered(parcel.part(), told);
            open--;
        }
        completeIfSettled();
    }

    void failed(Parcel parcel, UpstreamFailure failure, boolean attempted) {
        boolean stops;
        synchronized (this) {
            count(parcel, failure, attempted);
            stops = attempted && !stopped && isInTheWayOfTheRest(failure.reason());
            stopped |= stops;
        }
        if (stops) {
            // Those that are with the server, together with this one, share its fate by themselves.
            parcels().forEach(each -> each.failUnsent(failure));
        }
        completeIfSettled();
    }

    private boolean isInTheWayOfTheRest(Reason reason) {
        return ordered ? !reason.isOfTheRequest() : reason.awaitsTheNextToo();
    }

    /** That there was no room for one says nothing of those ahead of it, for which there was. */
    void turnedAway(Parcel parcel, UpstreamFailure failure) {
        synchronized (this) {
            count(parcel, failure, true);
        }
        completeIfSettled();
    }

    private void count(Parcel parcel, UpstreamFailure failure, boolean attempted) {
        parcel.tally().failed(parcel.part(), server.dataBytes(parcel.part()), failure, attempted);
        open--;
    }

    private void completeIfSettled() {
        boolean settled;
        synchronized (this) {
            settled = open == 0;
        }
        if (settled) {
            // Outside of the lock, because it goes on with whoever waited.
            boolean unused = done.complete(outcomes());
        }
    }

    private synchronized List<PublishOutcome> outcomes() {
        List<PublishOutcome> outcomes = new ArrayList<>(tallies.size());
        for (int i = 0; i < tallies.size(); i++) {
            outcomes.add(unsent.get(i).orElseGet(tallies.get(i)::outcome));
        }
        return outcomes;
    }
}

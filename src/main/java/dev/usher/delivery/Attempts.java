package dev.usher.delivery;

import dev.usher.delivery.Breaker.Pass;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls the server, again where that is safe, until it is known of each parcel what becomes of it.
 *
 * <p>Where the server refuses a batch, and so has published nothing of it, its parcels are sent again alone, one after
 * another, so that only those that are wrong are lost. Where it may have published some of it, nothing is sent twice
 * unless its publisher does not mind, and nobody knows.
 */
final class Attempts {

    private final ChannelsServer server;
    private final Retries retries;
    private final DeliveryMeters meters;
    private final Pauses pauses;
    private final Breaker breaker;

    /** @param breaker which calls beside the first pass through as well */
    Attempts(ChannelsServer server, Retries retries, DeliveryMeters meters, Pauses pauses, Breaker breaker) {
        this.server = server;
        this.retries = retries;
        this.meters = meters;
        this.pauses = pauses;
        this.breaker = breaker;
    }

    /** Waits, without a thread that does. */
    interface Pauses {
        Uni<Void> pause(Duration time);
    }

    /** Ends when all of them are settled. Their lanes are in use until then. */
    Uni<Void> deliver(List<Parcel> parcels, Pass pass) {
        retries.earn();
        return send(parcels, 0, pass).replaceWithVoid();
    }

    /** @return why it ended without success, if it did */
    private Uni<Optional<UpstreamFailure>> send(List<Parcel> parcels, int tried, Pass pass) {
        Call call = call(parcels, tried);
        return Uni.createFrom()
                .deferred(() -> meters.measured(call, () -> server.publish(call, timeLeft(parcels))))
                .onFailure()
                .invoke(pass::giveBack)
                .invoke(result -> pass.ended(result.fold(receipt -> Optional.empty(), Optional::of)))
                .flatMap(result -> settle(parcels, result, tried));
    }

    /** Of the one who can wait longest; of nobody any more, the call fails at once. */
    private static Duration timeLeft(List<Parcel> parcels) {
        return parcels.stream()
                .map(parcel -> parcel.shipment().deadline().left())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Call call(List<Parcel> parcels, int tried) {
        Set<SpanContext> callers = new HashSet<>();
        parcels.forEach(parcel -> callers.add(parcel.shipment().caller()));
        return new Call(parcels.stream().map(Parcel::part).toList(), callers, tried);
    }

    private Uni<Optional<UpstreamFailure>> settle(List<Parcel> parcels, UpstreamResult<Receipt> result, int tried) {
        return result.fold(receipt -> delivered(parcels, receipt), failure -> failed(parcels, failure, tried));
    }

    private static Uni<Optional<UpstreamFailure>> delivered(List<Parcel> parcels, Receipt receipt) {
        for (int i = 0; i < parcels.size(); i++) {
            parcels.get(i)
                    .deliver(
                            i < receipt.attributes().size()
                                    ? receipt.attributes().get(i)
                                    : Map.of());
        }
        return Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<UpstreamFailure>> failed(List<Parcel> parcels, UpstreamFailure failure, int tried) {
        if (parcels.size() > 1 && failure.reason().isOfTheRequest()) {
            return server.refusesBatchesWhole() ? alone(parcels, failure, tried) : apart(parcels, tried);
        }
        Optional<Retries.Again> again = retries.after(failure, parcels, tried);
        failAllBut(again.map(Retries.Again::parcels).orElse(List.of()), parcels, failure);
        return again.map(next -> again(next, failure, tried))
                .orElseGet(() -> Uni.createFrom().item(Optional.of(failure)));
    }

    private Uni<Optional<UpstreamFailure>> again(Retries.Again again, UpstreamFailure failure, int tried) {
        meters.retried(failure.reason());
        again.parcels().forEach(parcel -> parcel.comeBack(failure));
        return pauses.pause(again.pause()).flatMap(over -> {
            List<Parcel> open =
                    again.parcels().stream().filter(Attempts::isToBeSent).toList();
            if (open.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return breaker.enter().map(pass -> send(open, tried + 1, pass)).orElseGet(() -> failAll(open, failure));
        });
    }

    private static Uni<Optional<UpstreamFailure>> failAll(List<Parcel> parcels, UpstreamFailure failure) {
        failAllBut(List.of(), parcels, failure);
        return Uni.createFrom().item(Optional.of(failure));
    }

    private static void failAllBut(List<Parcel> few, List<Parcel> parcels, UpstreamFailure failure) {
        Set<Parcel> kept = new HashSet<>(few);
        parcels.stream().filter(parcel -> !kept.contains(parcel)).forEach(parcel -> parcel.fail(failure));
    }

    /** Whether somebody waits for it; it is with the server from now on. */
    private static boolean isToBeSent(Parcel parcel) {
        return parcel.send() || parcel.isSent();
    }

    /** Those ahead of the one that is wrong may have been published, and nobody knows which one that is. */
    private Uni<Optional<UpstreamFailure>> apart(List<Parcel> parcels, int tried) {
        UpstreamFailure failure = new UpstreamFailure(Reason.FAILED);
        List<Parcel> repeatable = Retries.repeatable(parcels);
        failAllBut(repeatable, parcels, failure);
        return repeatable.isEmpty() ? Uni.createFrom().item(Optional.of(failure)) : alone(repeatable, failure, tried);
    }

    /** One after another, until one fails as the next would too. */
    private Uni<Optional<UpstreamFailure>> alone(List<Parcel> parcels, UpstreamFailure failure, int tried) {
        parcels.forEach(parcel -> parcel.comeBack(failure));
        Progress progress = new Progress(tried);
        return Multi.createFrom()
                .iterable(parcels)
                .onItem()
                .transformToUniAndConcatenate(progress::next)
                .collect()
                .last()
                .map(last -> progress.stop);
    }

    private final class Progress {

        private final int tried;
        private Optional<UpstreamFailure> stop = Optional.empty();

        Progress(int tried) {
            this.tried = tried;
        }

        Uni<Optional<UpstreamFailure>> next(Parcel parcel) {
            Optional<Pass> pass = stop.isEmpty() && isToBeSent(parcel) ? breaker.enter() : Optional.empty();
            if (pass.isPresent()) {
                return send(List.of(parcel), tried, pass.get())
                        .invoke(ended ->
                                stop = ended.filter(failure -> failure.reason().awaitsTheNextToo()));
            }
            parcel.giveUp(stop.orElseGet(breaker::last));
            return Uni.createFrom().item(stop);
        }
    }
}

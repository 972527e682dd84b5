package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
    private final Consumer<Optional<UpstreamFailure>> health;

    /** @param health is told after each call whether the server failed */
    Attempts(
            ChannelsServer server,
            Retries retries,
            DeliveryMeters meters,
            Pauses pauses,
            Consumer<Optional<UpstreamFailure>> health) {
        this.server = server;
        this.retries = retries;
        this.meters = meters;
        this.pauses = pauses;
        this.health = health;
    }

    /** Waits, without a thread that does. */
    interface Pauses {
        Uni<Void> pause(Duration time);
    }

    /** Ends when all of them are settled. Their lanes are in use until then. */
    Uni<Void> deliver(List<Parcel> parcels) {
        retries.earn();
        return send(parcels, 0).replaceWithVoid();
    }

    /** @return why it ended without success, if it did */
    private Uni<Optional<UpstreamFailure>> send(List<Parcel> parcels, int tried) {
        Call call = call(parcels, tried);
        return meters.measured(call, () -> server.publish(call))
                .invoke(result -> health.accept(result.fold(receipt -> Optional.empty(), Optional::of)))
                .flatMap(result -> settle(parcels, result, tried));
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
            return server.refusesBatchesWhole()
                    ? alone(parcels)
                    : failed(parcels, new UpstreamFailure(Reason.FAILED), tried);
        }
        Optional<Retries.Again> again = retries.after(failure, parcels, tried);
        Set<Parcel> kept = new HashSet<>(again.map(Retries.Again::parcels).orElse(List.of()));
        parcels.stream().filter(parcel -> !kept.contains(parcel)).forEach(parcel -> parcel.fail(failure));
        return again.map(next -> again(next, failure, tried))
                .orElseGet(() -> Uni.createFrom().item(Optional.of(failure)));
    }

    private Uni<Optional<UpstreamFailure>> again(Retries.Again again, UpstreamFailure failure, int tried) {
        meters.retried(failure.reason());
        if (!failure.reason().leavesItOpen()) {
            // Not with the server while it waits; should it never be sent again, nobody has to wonder.
            again.parcels().forEach(Parcel::comeBack);
        }
        return pauses.pause(again.pause()).flatMap(over -> {
            List<Parcel> open = again.parcels().stream()
                    .filter(parcel -> parcel.send() || parcel.isSent())
                    .toList();
            return open.isEmpty() ? Uni.createFrom().item(Optional.of(failure)) : send(open, tried + 1);
        });
    }

    /** One after another, until one fails as the next would too. */
    private Uni<Optional<UpstreamFailure>> alone(List<Parcel> parcels) {
        parcels.forEach(Parcel::comeBack);
        Progress progress = new Progress();
        return Multi.createFrom()
                .iterable(parcels)
                .onItem()
                .transformToUniAndConcatenate(progress::next)
                .collect()
                .last()
                .map(last -> progress.stop);
    }

    private final class Progress {

        private Optional<UpstreamFailure> stop = Optional.empty();

        Uni<Optional<UpstreamFailure>> next(Parcel parcel) {
            stop.ifPresent(parcel::failUnsent);
            if (!parcel.send()) {
                return Uni.createFrom().item(stop);
            }
            return send(List.of(parcel), 0)
                    .invoke(ended ->
                            stop = ended.filter(failure -> failure.reason().awaitsTheNextToo()));
        }
    }
}

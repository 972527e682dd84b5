package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import dev.usher.upstream.UpstreamResult.Failed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the calls that one request needs, one after another, so that what is published to a channel arrives in order.
 *
 * <p>Where a call fails as the next one would too, the rest is not sent: a thousand events to a server that is down
 * take one timeout. Where the server refuses a batch, and so has published nothing of it, its parts are sent again
 * alone, so that only those that are wrong are lost. Where the server may have published some of it, nothing is sent
 * twice, and nobody knows. When the time is up, the rest is not sent either.
 */
final class Delivery {

    private final Function<Call, Uni<UpstreamResult<JsonNode>>> send;
    private final ServerProfile server;
    private final List<Tally> tallies;
    private final Deadline deadline;

    /** Why the rest is not sent. Calls follow each other, so nothing else is needed to see it. */
    private Optional<UpstreamFailure> stop = Optional.empty();

    /** @param tallies of the events, by the index that their parts have */
    Delivery(
            Function<Call, Uni<UpstreamResult<JsonNode>>> send,
            ServerProfile server,
            List<Tally> tallies,
            Deadline deadline) {
        this.send = send;
        this.server = server;
        this.tallies = tallies;
        this.deadline = deadline;
    }

    Uni<Void> run(List<Call> calls) {
        return Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUniAndConcatenate(this::make)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> make(Call call) {
        Duration left = deadline.left();
        if (stop.isEmpty() && (left.isZero() || left.isNegative())) {
            stop = Optional.of(new UpstreamFailure(Reason.OUT_OF_TIME, Optional.of(UpstreamFailure.SOON)));
        }
        if (stop.isPresent()) {
            call.parts().forEach(part -> tally(part).failed(part, stop.get(), false));
            return Uni.createFrom().voidItem();
        }
        return send.apply(call)
                .ifNoItem()
                .after(left)
                .recoverWithItem(() -> new Failed<>(new UpstreamFailure(Reason.TIMED_OUT)))
                .flatMap(result -> result.fold(answer -> delivered(call, answer), failure -> failed(call, failure)));
    }

    private Uni<Void> delivered(Call call, JsonNode answer) {
        if (call.isBatch()) {
            for (int i = 0; i < call.parts().size(); i++) {
                Part part = call.parts().get(i);
                // Of one channel each, and in the order of the batch.
                JsonNode attributes = answer.path("batch").path(i);
                tally(part)
                        .delivered(
                                part,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .set(part.destinations().get(0).wireName(), attributes));
            }
        } else {
            Part part = call.parts().get(0);
            tally(part).delivered(part, answer.path("channels"));
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> failed(Call call, UpstreamFailure failure) {
        if (call.isBatch() && (failure.reason() == Reason.REFUSED || failure.reason() == Reason.TOO_LARGE)) {
            return server.refusesBatchesWhole()
                    ? run(call.parts().stream().map(Call::of).toList())
                    : failed(call, new UpstreamFailure(Reason.FAILED));
        }
        if (failure.reason().awaitsTheNextToo()) {
            stop = Optional.of(failure);
        }
        call.parts().forEach(part -> tally(part).failed(part, failure, true));
        return Uni.createFrom().voidItem();
    }

    private Tally tally(Part part) {
        return tallies.get(part.index());
    }
}

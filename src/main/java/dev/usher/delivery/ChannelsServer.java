package dev.usher.delivery;

import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.ServerProfile.Limits;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** The Channels server, and what has to be known of it to deliver events there. */
public interface ChannelsServer {

    /** How many calls it may be asked at a time. */
    int connections();

    /** How much it takes at once. */
    Limits limits();

    /** Whether a batch that it refuses is refused as a whole, so that nothing of it has been published. */
    boolean refusesBatchesWhole();

    /** What is to be answered for an event that is not to be sent; empty for one that is. */
    Optional<PublishOutcome> refusal(Event event);

    /** How many bytes the body has of a part that goes alone. In a batch it has less. */
    int bodyBytes(Part part);

    /** How large the data of a part is as it is sent, in bytes. */
    int dataBytes(Part part);

    /**
     * Makes the call. Fails never because of the server, which is a result.
     *
     * @param time in which it has to be answered; no longer is of use
     */
    Uni<UpstreamResult<Receipt>> publish(Call call, Duration time);
}

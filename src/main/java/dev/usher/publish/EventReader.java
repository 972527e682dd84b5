package dev.usher.publish;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonFields;
import jakarta.inject.Singleton;

/** Reads events that come by another way than {@code POST /events}, as strictly as those. */
@Singleton
public final class EventReader {

    private final int maxBytes;

    public EventReader(EventPublisher publisher) {
        this.maxBytes = EventsResource.maxBody(publisher);
    }

    /**
     * Reads one event.
     *
     * @param json what the body of {@code POST /events} would be
     * @throws ProblemException if it is no event, or larger than one may be
     */
    public Event read(byte[] json) {
        if (json.length > maxBytes) {
            throw Problem.of(
                            ProblemType.TOO_LARGE,
                            "The event has %d bytes (expected: at most %d).".formatted(json.length, maxBytes))
                    .asException();
        }
        return PublishRequest.read(JsonFields.parse(json));
    }
}

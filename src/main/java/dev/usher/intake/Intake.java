package dev.usher.intake;

import dev.usher.intake.Reading.Publishable;
import dev.usher.intake.Verdict.Later;
import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.EventReader;
import dev.usher.publish.PublishOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Publishes what an engine has recorded. Whoever can write to its log is believed: there is no token, and the policy is
 * not asked. Safe for any thread; completes on event loops.
 */
@Singleton
public final class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final EventPublisher publisher;
    private final EventReader reader;

    public Intake(EventPublisher publisher, EventReader reader) {
        this.publisher = publisher;
        this.reader = reader;
    }

    /** @param record what the body of {@code POST /events} would be */
    Reading read(byte[] record) {
        return Reading.of(record, reader);
    }

    /**
     * Publishes the records of one key in their order: none is sent before the one ahead of it is settled.
     *
     * @return never fails; one verdict for each record in order, and behind the first {@link Later} no other
     */
    Uni<List<Verdict>> publish(List<Reading> records) {
        List<Event> events = records.stream()
                .filter(Publishable.class::isInstance)
                .map(readable -> ((Publishable) readable).event())
                .toList();
        return Uni.createFrom()
                .deferred(() -> publisher.publishInOrder(events))
                .map(outcomes -> verdicts(records, outcomes.iterator()))
                .onFailure()
                .invoke(defect -> LOG.error("Records could not be published; they are tried again.", defect))
                .onFailure()
                .recoverWithItem(Collections.nCopies(
                        records.size(), new Later(true, Optional.empty(), "Usher failed; its log tells why.")));
    }

    private static List<Verdict> verdicts(List<Reading> records, Iterator<PublishOutcome> outcomes) {
        List<Verdict> verdicts = new ArrayList<>(records.size());
        Optional<Later> stop = Optional.empty();
        for (Reading record : records) {
            Verdict verdict = record.fold(event -> Judgement.of(event, outcomes.next()), poison -> poison);
            verdicts.add(stop.<Verdict>map(later -> later).orElse(verdict));
            if (stop.isEmpty() && verdict instanceof Later later) {
                stop = Optional.of(later.unsent());
            }
        }
        return verdicts;
    }
}

package dev.usher.intake;

import dev.usher.intake.Lane.Item;
import dev.usher.intake.Verdict.Later;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes the records of a log: those of one key one after another, in the order in which they are added, and those of
 * different keys at the same time. What cannot be published now is tried again, and keeps back only what is behind it.
 *
 * <p>Takes as many as it is given; whoever adds them looks at {@link #inWork()} first. Safe for any thread.
 *
 * @param <R> by what the log knows a record
 */
public final class Lanes<R> {

    private final Intake intake;
    private final Source source;
    private final Vertx vertx;
    private final Log<R> log;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    /** All below is guarded by this object's lock, which is held for no longer than a look at them. */
    private final Map<String, Lane<R>> lanes = new HashMap<>();

    private int inWork;
    private int underWay;
    private boolean closed;
    private boolean abandoned;

    public Lanes(Intake intake, Source source, Vertx vertx, Log<R> log) {
        this.intake = intake;
        this.source = source;
        this.vertx = vertx;
        this.log = log;
    }

    /**
     * Has a record published behind those of the same key.
     *
     * @param key if the record has none, it is ordered by its event's first destination
     * @param value the event, as the body of {@code POST /events}
     */
    public void add(Optional<String> key, byte[] value, R record) {
        Item<R> item = new Item<>(record, intake.read(value));
        String name = key.orElseGet(item.reading()::key);
        Lane<R> lane;
        synchronized (this) {
            if (closed) {
                return;
            }
            inWork++;
            source.took(1);
            Optional<Lane<R>> flowing = Optional.ofNullable(lanes.get(name));
            lane = flowing.orElseGet(() -> new Lane<>(name));
            lane.add(item);
            if (flowing.isPresent()) {
                return;
            }
            lanes.put(name, lane);
        }
        begin(lane);
    }

    /** How many records were added and are not settled yet. */
    public synchronized int inWork() {
        return inWork;
    }

    /**
     * Begins nothing any more, and ends what has been begun: until the log knows of all that was published.
     *
     * @return when that has ended: how many records are left, of which none is acknowledged
     */
    public Uni<Integer> drain() {
        synchronized (this) {
            closed = true;
            lanes.values().stream()
                    .filter(lane -> lane.isPausing() && !lane.owes())
                    .forEach(Lane::cancel);
            restIfDone();
        }
        return Uni.createFrom().completionStage(idle).map(done -> letGo());
    }

    /**
     * Drops everything at once.
     *
     * @return how many records are left; some of them may have been published, and none is acknowledged
     */
    public int abandon() {
        List<Lane<R>> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(lanes.values());
        }
        all.forEach(Lane::cancel);
        idle.complete(null);
        return letGo();
    }

    private synchronized int letGo() {
        int left = inWork;
        abandoned = true;
        source.gaveBack(left);
        inWork = 0;
        lanes.values().stream().filter(Lane::isUntold).forEach(lane -> source.told());
        lanes.clear();
        return left;
    }

    private void begin(Lane<R> lane) {
        Cancellable flow = Uni.createFrom()
                .deferred(() -> advance(lane))
                .repeat()
                .whilst(more -> more)
                .subscribe()
                .with(more -> {});
        synchronized (this) {
            lane.flows(flow);
            if (abandoned) {
                flow.cancel();
            }
        }
    }

    /** Takes one step in a lane; tells whether there is another to be taken. */
    private Uni<Boolean> advance(Lane<R> lane) {
        boolean may = log.mayPublish();
        List<Item<R>> run;
        synchronized (this) {
            lane.goOn();
            closed |= !may;
            run = may && (!closed || lane.owes()) ? lane.next() : List.of();
            if (run.isEmpty()) {
                // What is added from now on begins anew; what may not be published stays until it is dropped.
                if (lane.isEmpty()) {
                    lanes.remove(lane.key());
                }
                return Uni.createFrom().item(false);
            }
            underWay++;
        }
        return judge(run)
                .chain(stop -> new Settling<>(log, source, settled -> settled(lane, settled))
                        .settle(run)
                        .replaceWith(stop))
                .onItemOrFailure()
                .transformToUni(
                        (stop, failure) -> advanced(lane, failure == null ? stop : Optional.of(untold(lane, failure))));
    }

    /** Publishes, unless that has been done; tells what stopped it. */
    private Uni<Optional<Later>> judge(List<Item<R>> run) {
        if (run.get(0).isJudged()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return intake.publish(run.stream().map(Item::reading).toList()).map(verdicts -> {
            for (int i = 0; i < run.size(); i++) {
                if (verdicts.get(i) instanceof Later later) {
                    source.stalled(later, run.size() - i);
                    return Optional.of(later);
                }
                run.get(i).judge(verdicts.get(i));
            }
            return Optional.empty();
        });
    }

    private Later untold(Lane<R> lane, Throwable failure) {
        synchronized (this) {
            if (!abandoned && !lane.isUntold()) {
                lane.untold(true);
                source.untold(failure);
            }
        }
        return new Later(false, Optional.empty(), "The log could not be told.");
    }

    private void settled(Lane<R> lane, int records) {
        synchronized (this) {
            if (!abandoned) {
                lane.remove(records);
                inWork -= records;
                source.gaveBack(records);
                if (lane.isUntold()) {
                    lane.untold(false);
                    source.told();
                }
            }
        }
        log.relieved();
    }

    private Uni<Boolean> advanced(Lane<R> lane, Optional<Later> stop) {
        Duration pause;
        synchronized (this) {
            underWay--;
            if (closed && !lane.owes()) {
                restIfDone();
                return Uni.createFrom().item(false);
            }
            if (stop.isEmpty()) {
                lane.succeeded();
                return Uni.createFrom().item(true);
            }
            pause = Backoff.pause(lane.failed(), stop.get().retryAfter());
        }
        return after(pause).replaceWith(true);
    }

    private void restIfDone() {
        if (underWay == 0 && lanes.values().stream().noneMatch(Lane::owes)) {
            idle.complete(null);
        }
    }

    private Uni<Void> after(Duration pause) {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(Math.max(1, pause.toMillis()), tick -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }
}

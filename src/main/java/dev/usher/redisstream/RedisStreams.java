package dev.usher.redisstream;

import dev.usher.intake.Intake;
import dev.usher.intake.Source;
import dev.usher.intake.Sources;
import dev.usher.redisstream.StreamReader.Pod;
import dev.usher.redisstream.Tenure.Tools;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Has this pod read its share of the streams: as many as there are, divided by the pods that there are. Who has more gives
 * the rest back, once what is under way has ended; who has less takes what is free.
 */
@Singleton
final class RedisStreams {

    private static final Logger LOG = Logger.getLogger(RedisStreams.class);

    /** How often leases are renewed, and looked for: so long does a stream wait that a pod gave back. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Before what carries the records away, and before Redis. */
    private static final int FIRST = 100;

    private final StreamSettings settings;
    private final StreamCommands commands;
    private final Intake intake;
    private final Sources sources;
    private final Vertx vertx;

    private List<StreamReader> readers = List.of();
    private Duration deadline = Duration.ZERO;
    private long timer;

    /** Guarded by this object's lock. */
    private Optional<CompletableFuture<Integer>> ending = Optional.empty();

    /** Touched by one look after the other. */
    private volatile boolean looking;

    RedisStreams(StreamSettings settings, StreamCommands commands, Intake intake, Sources sources, Vertx vertx) {
        this.settings = settings;
        this.commands = commands;
        this.intake = intake;
        this.sources = sources;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event, Config all) {
        List<StreamKeys> streams = settings.streams(all);
        if (streams.isEmpty()) {
            return;
        }
        Pod pod = settings.pod(all);
        deadline = pod.deadline();
        Tools tools = new Tools(commands, intake, sources.named("redis"), vertx, System::nanoTime);
        readers =
                streams.stream().map(keys -> new StreamReader(keys, pod, tools)).toList();
        look(tools.source());
        timer = vertx.setPeriodic(TICK.toMillis(), tick -> look(tools.source()));
    }

    private void look(Source source) {
        if (looking) {
            return;
        }
        looking = true;
        Uni.createFrom()
                .deferred(() -> attendAll(source))
                .onTermination()
                .invoke(() -> looking = false)
                .subscribe()
                .with(well -> looked(source, well), defect -> LOG.error("Streams are not looked after.", defect));
    }

    private Uni<Boolean> attendAll(Source source) {
        int free =
                share() - (int) readers.stream().filter(StreamReader::isReading).count();
        giveBack(-free);
        Uni<Boolean> seen = Uni.createFrom().item(true);
        for (StreamReader reader : readers) {
            boolean wanted = !reader.isReading() && free-- > 0;
            seen = seen.chain(well -> attend(reader, wanted, source).map(attended -> attended && well));
        }
        return seen;
    }

    private static Uni<Boolean> attend(StreamReader reader, boolean wanted, Source source) {
        return reader.attend(wanted)
                .replaceWith(true)
                .onFailure()
                .invoke(source::lost)
                .onFailure()
                .recoverWithItem(false);
    }

    /** That Redis answers is not enough: who takes a lease may be refused the records. */
    private void looked(Source source, boolean well) {
        if (well && readers.stream().noneMatch(StreamReader::isUnreadable)) {
            source.connected();
        }
    }

    /** Rounded up, so that every stream is read; by thousandths, since thirds do not add up. */
    private int share() {
        double share = readers.stream().mapToDouble(StreamReader::share).sum();
        return (int) Math.ceil(Math.round(share * 1000) / 1000.0);
    }

    private void giveBack(int surplus) {
        readers.stream()
                .filter(StreamReader::isReading)
                .limit(Math.max(0, surplus))
                .forEach(StreamReader::leave);
    }

    /** What is read until Usher stops would only have to end before that. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        if (!readers.isEmpty()) {
            CompletableFuture<Integer> unused = end();
        }
    }

    private synchronized CompletableFuture<Integer> end() {
        if (ending.isEmpty()) {
            vertx.cancelTimer(timer);
            ending = Optional.of(Uni.join()
                    .all(readers.stream().map(StreamReader::leaveForGood).toList())
                    .andFailFast()
                    .map(all -> all.stream().mapToInt(Integer::intValue).sum())
                    .subscribeAsCompletionStage());
        }
        return ending.orElseThrow();
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
        if (readers.isEmpty()) {
            return;
        }
        try {
            // Nothing else is to be done on this thread: Quarkus waits for those who are told of the end.
            int left = end().get(deadline.plus(TICK).toMillis(), TimeUnit.MILLISECONDS);
            LOG.infof("The streams are given back; %d records in work were left to other pods.", left);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("What is under way does not end; it is left to other pods, and may arrive twice.");
            readers.forEach(StreamReader::abandon);
        }
    }
}

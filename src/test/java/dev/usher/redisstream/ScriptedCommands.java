package dev.usher.redisstream;

import dev.usher.intake.Verdict.Poison;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A stream and its lease, of which each command is done at once; what becomes of the answer is told before. */
final class ScriptedCommands implements StreamCommands {

    /** What the lease has been held by, one after another. */
    final List<String> tokens = new ArrayList<>();

    private final List<StreamRecord> stream = new ArrayList<>();
    private final List<StreamRecord> pending = new ArrayList<>();
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private volatile Optional<String> lease = Optional.empty();
    private int next;
    private int lost;
    private boolean losing;
    private boolean holding;
    private boolean failing;

    /** Adds an event, of a key that is the same for all. */
    void add(String data) {
        byte[] event = "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"%s\"}"
                .formatted(data)
                .getBytes(StandardCharsets.UTF_8);
        stream.add(new StreamRecord((stream.size() + 1) + "-0", Optional.of("k"), event));
        List<UniEmitter<? super Void>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(emitter -> emitter.complete(null));
    }

    /** The next answer is lost: what was asked for is done all the same. */
    void loseAnswer() {
        losing = true;
    }

    /** As many commands from now on do not even reach Redis. */
    void loseCommands(int count) {
        lost = count;
    }

    /** The next attempt to attend to the stream fails before there is a command. */
    void failToAsk() {
        failing = true;
    }

    /** The next answer comes when it is told to. */
    void holdAnswer() {
        holding = true;
    }

    void answer() {
        held.remove().run();
    }

    /** The lease runs out. */
    void lapse() {
        lease = Optional.empty();
    }

    boolean isLeased() {
        return lease.isPresent();
    }

    int pending() {
        return pending.size();
    }

    @Override
    public Uni<Attendance> attend(StreamKeys keys, String pod, String token, boolean wanted, Duration lasting) {
        if (failing) {
            failing = false;
            throw new IllegalStateException("a defect");
        }
        return answer(() -> {
            if (lease.isEmpty() && wanted) {
                lease = Optional.of(token);
                tokens.add(token);
            }
            return new Attendance(holds(token), 1, Optional.empty());
        });
    }

    @Override
    public Uni<Void> leave(StreamKeys keys, String pod, String token, boolean forGood) {
        return answer(() -> {
                    lease = lease.filter(holder -> !holder.equals(token));
                    return 0;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Pending> pending(StreamKeys keys, String token, String cursor, int count) {
        return answer(() -> {
            requireHeld(token);
            return new Pending(Pending.START, List.copyOf(pending), 0);
        });
    }

    @Override
    public Uni<Fresh> fresh(StreamKeys keys, String token, int count) {
        return answer(() -> {
            requireHeld(token);
            List<StreamRecord> fresh = List.copyOf(stream.subList(next, stream.size()));
            next = stream.size();
            pending.addAll(fresh);
            return new Fresh(next + "-0", fresh);
        });
    }

    private boolean holds(String token) {
        return lease.filter(token::equals).isPresent();
    }

    private void requireHeld(String token) {
        if (!holds(token)) {
            throw new LeaseLostException();
        }
    }

    @Override
    public Uni<Void> await(StreamKeys keys, String id) {
        return id.equals(stream.size() + "-0")
                ? Uni.createFrom().<Void>emitter(emitter -> waiting.add(emitter))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> acknowledge(StreamKeys keys, List<String> ids) {
        return answer(() -> pending.removeIf(record -> ids.contains(record.id())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> putAside(StreamKeys keys, String id, Poison poison) {
        return acknowledge(keys, List.of(id));
    }

    private <T> Uni<T> answer(Supplier<T> command) {
        return Uni.createFrom().deferred(() -> {
            if (lost > 0) {
                lost--;
                return Uni.createFrom().failure(new IOException("Redis is away"));
            }
            Uni<T> done = Uni.createFrom().item(command);
            if (losing) {
                losing = false;
                return done.chain(() -> Uni.createFrom().failure(new IOException("the answer is lost")));
            }
            if (holding) {
                holding = false;
                return done.chain(
                        answer -> Uni.createFrom().<T>emitter(emitter -> held.add(() -> emitter.complete(answer))));
            }
            return done;
        });
    }
}

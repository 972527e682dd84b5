package dev.usher.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Channels server that is as far away as it is told to be, goes wrong as a script says, and keeps books: which events
 * it took, in which order, by which calls on which connections. What it takes counts when it has read it, whatever
 * becomes of the answer; what no script says it does as the protocol asks, and refuses calls that are not signed as they
 * should be.
 *
 * <pre>{@code
 * channels.on(call -> call.holds("poison")).answer(status(413));
 * channels.once(call -> call.number() > 3).answer(close().takingHalf());
 * channels.atHead(call -> call.turn() == 5).answer(close());
 * }</pre>
 *
 * <p>It lives in the class loader of the test that scripts it; {@link ScriptedChannelsPort} tells Usher beforehand where
 * it will be.
 */
public final class ScriptedChannels implements AutoCloseable {

    private static final Duration LATENCY = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedLedger ledger = new ScriptedLedger();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Rule> rulesAtHead = new CopyOnWriteArrayList<>();
    private volatile long latencyMillis = LATENCY.toMillis();
    private @Nullable NetServer server;
    private int port;

    /** @param port to listen on, or 0 for any that is free */
    public ScriptedChannels(int port) {
        this.port = port;
        start();
    }

    /** Comes (back) to life on its port; all that was scripted still is, and what was seen is still known. */
    public void start() {
        NetServer fresh = vertx.createNetServer().connectHandler(this::connected);
        port = fresh.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        server = fresh;
    }

    /** Dies: nobody listens, and all connections are cut. */
    public void stop() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
            server = null;
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    public int port() {
        return port;
    }

    /** How long it thinks before it answers; 50 ms unless told. */
    public ScriptedChannels latency(Duration latency) {
        latencyMillis = latency.toMillis();
        return this;
    }

    /** Scripts all calls like this, when they have been read. The first rule that fits counts. */
    public Scripting on(Predicate<ScriptedCall> when) {
        return answer -> rules.add(new Rule(when, Integer.MAX_VALUE, answer));
    }

    /** Scripts the next call like this, when it has been read. */
    public Scripting once(Predicate<ScriptedCall> when) {
        return answer -> rules.add(new Rule(when, 1, answer));
    }

    /** Scripts all calls like this, when nothing but their head has been read. */
    public Scripting atHead(Predicate<ScriptedCall> when) {
        return answer -> rulesAtHead.add(new Rule(when, Integer.MAX_VALUE, answer));
    }

    /** Is well again: forgets what was scripted. */
    public void heal() {
        rules.clear();
        rulesAtHead.clear();
    }

    /** The events that it took, in the order in which it did. */
    public List<UpstreamEvent> taken() {
        return ledger.taken();
    }

    /** The events that it took for that channel, in the order in which it did. */
    public List<UpstreamEvent> taken(String channel) {
        return ledger.taken().stream()
                .filter(event -> event.channel().equals(channel))
                .toList();
    }

    public int takenCount() {
        return ledger.takenCount();
    }

    /** The calls that it read to the end, in the order in which it did. */
    public List<ScriptedCall> calls() {
        return ledger.calls();
    }

    /** What was wrong with calls, by the protocol. */
    public List<String> faults() {
        return ledger.faults();
    }

    /** How many connections have been opened to it. */
    public int connections() {
        return ledger.connections();
    }

    /** How many connections to it are open. */
    public int openConnections() {
        return ledger.open();
    }

    /** How many calls it had before it at a time, at most. */
    public int mostCallsAtATime() {
        return ledger.mostUnderWay();
    }

    /** Waits until it has taken so many events in all. */
    public void awaitTaken(int count) throws InterruptedException {
        ledger.awaitTaken(count);
    }

    /** Waits until it has read so many calls in all. */
    public void awaitCalls(int count) throws InterruptedException {
        ledger.awaitCalls(count);
    }

    /** Waits until so many connections are open. */
    public void awaitOpenConnections(int count) throws InterruptedException {
        ledger.awaitOpen(count);
    }

    private void connected(NetSocket socket) {
        ScriptedCalls unused = new ScriptedCalls(
                ledger, this::answerTo, this::later, calls -> new ScriptedConnection(vertx, socket, calls));
    }

    private Optional<ScriptedAnswer> answerTo(ScriptedCall call, boolean isRead) {
        return (isRead ? rules : rulesAtHead)
                .stream().filter(rule -> rule.applies(call)).findFirst().map(Rule::answer);
    }

    private void later(Runnable answer) {
        long millis = latencyMillis;
        if (millis == 0) {
            answer.run();
        } else {
            vertx.setTimer(millis, due -> answer.run());
        }
    }

    /** What is to happen to calls like this. */
    @FunctionalInterface
    public interface Scripting {
        void answer(ScriptedAnswer answer);
    }

    private record Rule(Predicate<ScriptedCall> when, AtomicInteger times, ScriptedAnswer answer) {

        Rule(Predicate<ScriptedCall> when, int times, ScriptedAnswer answer) {
            this(when, new AtomicInteger(times), answer);
        }

        boolean applies(ScriptedCall call) {
            return when.test(call) && times.getAndDecrement() > 0;
        }
    }
}

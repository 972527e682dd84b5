package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HubTest {

    private static final Topic CHANNEL = Topic.parse("public");

    private record Recorder(SocketId socketId, List<String> frames) implements Subscriber {
        Recorder(int number) {
            this(new SocketId("1." + number), new CopyOnWriteArrayList<>());
        }

        @Override
        public void send(String frame) {
            frames.add(frame);
        }

        @Override
        public void close(Closing closing) {
            throw new AssertionError("the hub closes no connections");
        }
    }

    private final Hub hub = new Hub(new Cache(Clock.systemUTC()), Webhooks.NONE);

    @Test
    void showsEverySubscriberTheSameOrderWhateverThreadsPublish() throws Exception {
        List<Recorder> subscribers = List.of(new Recorder(1), new Recorder(2), new Recorder(3));
        subscribers.forEach(this::join);

        onThreads(IntStream.range(0, 400)
                .mapToObj(i -> (Callable<Void>) () -> {
                    hub.publish(CHANNEL, new EventName("e"), Integer.toString(i), Optional.empty());
                    return null;
                })
                .toList());

        assertEquals(400, events(subscribers.get(0)).size());
        assertEquals(events(subscribers.get(0)), events(subscribers.get(1)));
        assertEquals(events(subscribers.get(0)), events(subscribers.get(2)));
    }

    @Test
    void forgetsAChannelThatNobodyIsOn() throws Exception {
        onThreads(IntStream.range(0, 400)
                .mapToObj(i -> (Callable<Void>) () -> {
                    Recorder subscriber = new Recorder(i);
                    join(subscriber);
                    hub.leaveAll(subscriber);
                    return null;
                })
                .toList());

        assertEquals(new Snapshot(List.of(), 0, Optional.empty()), hub.snapshot(CHANNEL));
    }

    private void join(Subscriber subscriber) {
        assertEquals(Optional.empty(), hub.join(CHANNEL, subscriber, Optional.empty()));
    }

    /** What backends published, without what a subscriber hears of itself and those who came later. */
    private static List<String> events(Recorder subscriber) {
        return subscriber.frames().stream()
                .filter(frame -> frame.contains("\"event\":\"e\""))
                .toList();
    }

    private static void onThreads(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}

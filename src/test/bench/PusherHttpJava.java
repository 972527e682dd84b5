import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Result;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.asynchttpclient.Dsl;

/**
 * pusher-http-java's PusherAsync, as a backend uses it: one trigger() for each event.
 *
 * <pre>
 * java PusherHttpJava.java pump PORT CONNECTIONS   publishes until it is ended
 * java PusherHttpJava.java lone PORT TIMES         publishes one after another; prints microseconds, one a line
 * </pre>
 *
 * <p>The app's id, key and secret are in PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET.
 */
final class PusherHttpJava {

    private static final AtomicInteger EVENTS = new AtomicInteger();

    private PusherHttpJava() {}

    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(arguments[2]);
        boolean isLone = arguments[0].equals("lone");
        int connections = isLone ? 1 : number;
        PusherAsync pusher = new PusherAsync(
                System.getenv("PUSHER_APP_ID"), System.getenv("PUSHER_KEY"), System.getenv("PUSHER_SECRET"));
        pusher.setHost("127.0.0.1:" + arguments[1]);
        pusher.configureHttpClient(Dsl.config().setMaxConnectionsPerHost(connections).setKeepAlive(true));
        if (isLone) {
            lone(pusher, number);
        } else {
            pump(pusher, connections);
        }
        pusher.close();
    }

    private static void lone(PusherAsync pusher, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            trigger(pusher, "bench-lone");
            System.out.println((System.nanoTime() - start) / 1_000);
        }
    }

    /** As many at a time as there are connections: what exceeds them, the client refuses instead of having it wait. */
    private static void pump(PusherAsync pusher, int connections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        Future<?> last = null;
        for (int i = 0; i < connections; i++) {
            String channel = "bench-" + i;
            Callable<Void> loop = () -> {
                while (true) {
                    trigger(pusher, channel);
                }
            };
            last = threads.submit(loop);
        }
        last.get();
    }

    private static void trigger(PusherAsync pusher, String channel) throws Exception {
        Result result = pusher.trigger(channel, "bench", Integer.toString(EVENTS.incrementAndGet())).get();
        if (result.getStatus() != Result.Status.SUCCESS) {
            throw new IllegalStateException(result.getStatus() + ": " + result.getMessage());
        }
    }
}

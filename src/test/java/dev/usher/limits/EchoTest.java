package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EchoTest {

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop eventLoop = group.next();
    private final SettableMonotonicClock clock = new SettableMonotonicClock();
    private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    private final NioDatagramChannel channel = new NioDatagramChannel();
    private final Echo echo = new Echo(channel, clock, heard::add);

    @BeforeEach
    void open() throws InterruptedException {
        echo.open(eventLoop);
        while (!channel.isConnected()) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        echo.close();
        assertTrue(group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS));
    }

    @Test
    void tellsHowLongTheEventLoopWasBusyBeforeItCameToIt() throws Exception {
        onEventLoop(() -> {
            echo.send();
            assertTrue(echo.isAwaited());
            clock.advance(Duration.ofMillis(7));
        });
        assertEquals(Duration.ofMillis(7).toNanos(), heard.take());
        onEventLoop(() -> assertFalse(echo.isAwaited()));
    }

    @Test
    void hearsEachOfThemOnce() throws Exception {
        onEventLoop(echo::send);
        assertEquals(0, heard.take());
        onEventLoop(echo::send);
        assertEquals(0, heard.take());
        assertTrue(heard.isEmpty());
    }

    @Test
    void doesNotWaitForEverForOneThatWasLost() throws Exception {
        onEventLoop(() -> {
            echo.send();
            clock.advance(Duration.ofSeconds(9));
            assertTrue(echo.isAwaited());
            clock.advance(Duration.ofSeconds(1));
            assertFalse(echo.isAwaited());
            // The first arrives after all, and is not taken for the second.
            echo.send();
            clock.advance(Duration.ofMillis(1));
        });
        assertEquals(Duration.ofMillis(1).toNanos(), heard.take());
    }

    private void onEventLoop(Runnable task) throws Exception {
        Object unused = eventLoop.submit(task).get();
    }
}

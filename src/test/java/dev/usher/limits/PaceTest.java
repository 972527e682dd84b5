package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is not seen from outside, because the system keeps answers for clients that do not read them. */
class PaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGER = Duration.ofSeconds(2);

    private final SettableMonotonicClock clock = new SettableMonotonicClock();
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder());
    private final List<Refusal> refusals = new ArrayList<>();
    private final Pace pace =
            new Pace(channel, new Patience(PATIENCE.toNanos(), PATIENCE.toNanos()), clock, refusals::add);

    @Test
    void endsAConnectionWhoseAnswersAreNotRead() {
        keepUnsent(1);
        pace.check();
        clock.advance(LONGER);
        pace.check();
        assertEquals(List.of(Refusal.SLOW_READER), refusals);
    }

    @Test
    void keepsOneWhoseAnswersAreReadMeanwhile() {
        request();
        pace.check();
        request();
        keepUnsent(1);
        pace.check();
        clock.advance(LONGER);
        channel.flush();
        pace.check();
        assertEquals(List.of(), refusals);
    }

    @Test
    void takesNoMoreRequestsWhileMoreThanAMegabyteIsUnread() {
        pace.watch();
        keepUnsent(1024 * 1023);
        request();
        assertEquals(List.of(), refusals);
        keepUnsent(2048);
        request();
        assertEquals(Set.of(Refusal.SLOW_READER), Set.copyOf(refusals));
    }

    @Test
    void takesAHundredRequestsWithoutAnAnswer() {
        pace.watch();
        for (int i = 0; i < 100; i++) {
            request();
        }
        answer();
        request();
        assertEquals(List.of(), refusals);
        request();
        assertEquals(Set.of(Refusal.PIPELINING), Set.copyOf(refusals));
    }

    private void request() {
        boolean unused = channel.writeInbound(text("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    private void answer() {
        assertTrue(channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK)));
    }

    /** Past the encoder, which would want an answer. */
    private void keepUnsent(int bytes) {
        var unused = channel.pipeline().firstContext().write(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}

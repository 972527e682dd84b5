package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATE = Duration.ofMinutes(5);

    @Test
    void asksASilentClientAndClosesWhenNothingComes() {
        try (BrokerServer server = BrokerServer.start(Clock.systemUTC(), new Liveness(SOON, SOON))) {
            RawClient client = RawClient.connect(server);

            client.next("pusher:ping");

            assertEquals(Closing.NO_PONG, client.closing());
        }
    }

    @Test
    void staysWithAClientThatAnswers() {
        try (BrokerServer server = BrokerServer.start(Clock.systemUTC(), new Liveness(SOON, LATE))) {
            RawClient client = RawClient.connect(server);

            client.next("pusher:ping");
            client.send("{\"event\":\"pusher:pong\",\"data\":{}}");

            // Asks again, so it took the answer for a sign of life.
            client.next("pusher:ping");
        }
    }
}

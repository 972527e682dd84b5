package dev.usher.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.embedded.broker.RawClient;
import dev.usher.testing.Channels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application's own beans publish and sign, as docs/library.md shows it. */
@QuarkusTest
@WithTestResource(Channels.class)
class LibraryTest {

    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path HERE = Path.of("src/test/java/dev/usher/library");

    @Inject
    Shipping shipping;

    @Inject
    Invitations invitations;

    private final RawClient page = RawClient.connect(Channels.port());

    @AfterEach
    void leave() {
        page.disconnect();
    }

    @Test
    void publishesToWhoeverIsSubscribed() {
        page.join("private-user-42");
        assertTrue(shipping.tell("42", 7).await().atMost(Duration.ofSeconds(20)));
        JsonNode event = page.next("order-shipped");
        assertEquals("private-user-42", event.get("channel").asText());
        assertEquals(7, RawClient.data(event).get("order").asInt());
    }

    @Test
    void signsWhatTheChannelsServerBelieves() {
        page.subscribe("private-room-7", invitations.letIn(page.socketId().value(), "7"));
        page.next("pusher_internal:subscription_succeeded");
    }

    @ParameterizedTest
    @MethodSource
    void isWhatTheDocumentShows(String sample) throws IOException {
        String code = "";
        for (String file : List.of("Shipping.java", "Invitations.java")) {
            code += Files.readString(HERE.resolve(file));
        }
        assertTrue(code.contains(sample), sample);
    }

    static List<String> isWhatTheDocumentShows() throws IOException {
        return SAMPLE.matcher(Files.readString(Path.of("docs/library.md")))
                .results()
                .map(sample -> sample.group(1))
                .toList();
    }
}

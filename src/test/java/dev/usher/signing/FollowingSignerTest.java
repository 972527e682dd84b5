package dev.usher.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A signer that is kept signs with the key and secret that hold at the moment. */
class FollowingSignerTest {

    private static final SocketId SOCKET = new SocketId("1.1");
    private static final ChannelName CHANNEL = new ChannelName("private-user-42");
    private static final byte[] WEBHOOK = "{}".getBytes(StandardCharsets.UTF_8);

    private final Signer before = new Signer("key", new Secret("old"));
    private final Signer after = new Signer("new-key", new Secret("new"));
    private final AtomicReference<Signer> current = new AtomicReference<>(before);
    private final Signer kept = Signer.following(current::get);

    @Test
    void followsTheKeyAndTheSecret() {
        assertEquals(before.authorize(SOCKET, CHANNEL), kept.authorize(SOCKET, CHANNEL));
        current.set(after);
        assertEquals(after.authorize(SOCKET, CHANNEL), kept.authorize(SOCKET, CHANNEL));
        assertTrue(kept.signIn(SOCKET, "{}").startsWith("new-key:"));
    }

    @Test
    void believesNoLongerWhatTheOldSecretSigned() {
        String signature = before.signWebhook(WEBHOOK);
        assertTrue(kept.hasSignedWebhook(WEBHOOK, signature));
        current.set(after);
        assertFalse(kept.hasSignedWebhook(WEBHOOK, signature));
    }
}

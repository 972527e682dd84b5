package dev.usher.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The samples in Pusher's own documentation, with the signatures that it prints.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Authentication signatures</a>
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#worked-authentication-example">The
 *     HTTP API, worked example</a>
 */
class DocumentedSamplesTest {

    private static final String KEY = "278d425bdf160c739803";
    private static final SocketId SOCKET = new SocketId("1234.1234");

    private final Signer signer = new Signer(KEY, new Secret("7ad3773142a6692b25b8"));

    @Test
    void authorizesThePrivateChannel() {
        assertEquals(
                KEY + ":58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4",
                signer.authorize(SOCKET, new ChannelName("private-foobar")));
    }

    /** The signature printed is that of this text; the text printed beside it says "Mr. Channels". */
    @Test
    void authorizesTheMemberOfThePresenceChannel() {
        assertEquals(
                KEY + ":afaed3695da2ffd16931f457e338e6c9f2921fa133ce7dac49f529792be6304c",
                signer.authorizeMember(
                        SOCKET,
                        new ChannelName("presence-foobar"),
                        "{\"user_id\":10,\"user_info\":{\"name\":\"Mr. Pusher\"}}"));
    }

    @Test
    void signsTheUserIn() {
        assertEquals(
                KEY + ":4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba",
                signer.signIn(SOCKET, "{\"id\":\"12345\"}"));
    }

    @Test
    void signsTheRequest() {
        assertEquals(
                "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c",
                signer.signRequest(
                        "POST",
                        "/apps/3/events",
                        Map.of(
                                "auth_key", KEY,
                                "auth_timestamp", "1353088179",
                                "auth_version", "1.0",
                                "body_md5", "ec365a775a4cd0599faeb73354201b6f")));
    }
}

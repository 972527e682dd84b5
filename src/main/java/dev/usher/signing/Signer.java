package dev.usher.signing;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs for one Channels app: whatever the protocol has an application's server sign, and nothing else. Safe for use by
 * any number of threads; never blocks.
 *
 * <p>Whether somebody may have a signature is decided before; none is asked for a reason here. Within Quarkus, the one of
 * the configured app is injected, and {@linkplain #following follows} its key and secret.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Authentication
 *     signatures</a>
 */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<Credentials> current;

    /**
     * @param key the app's key, which every authorization names
     * @param secret the app's secret, of which the UTF-8 bytes are the HMAC's key
     */
    public Signer(String key, Secret secret) {
        Credentials fixed = Credentials.of(key, secret);
        this.current = () -> fixed;
    }

    private Signer(Supplier<Credentials> current) {
        this.current = current;
    }

    /**
     * Signs with the key and secret of whichever signer there is at the moment, so that it can be kept while they are
     * replaced. Each signature is made with those of one moment.
     */
    public static Signer following(Supplier<Signer> signers) {
        return new Signer(() -> signers.get().current.get());
    }

    /**
     * Lets one connection join a private channel.
     *
     * @return {@code <key>:<64 lower-case hexadecimal digits>}, the {@code auth} of the protocol
     * @throws IllegalArgumentException if anyone may join the channel, so that there is nothing to authorize, or if it
     *     is a presence channel: without its member's data this would be the authorization of a signed-in connection
     */
    public String authorize(SocketId socketId, ChannelName channel) {
        if (channel.kind().isPublic() || channel.kind().isPresence()) {
            throw new IllegalArgumentException(channel + " is no private channel");
        }
        return current.get().auth(socketId + ":" + channel);
    }

    /**
     * Lets one connection join a presence channel as a member.
     *
     * @param channelData the member as JSON, which the client must send on to the last byte as it was signed
     * @return {@code <key>:<64 lower-case hexadecimal digits>}, the {@code auth} of the protocol
     * @throws IllegalArgumentException if it is no presence channel
     */
    public String authorizeMember(SocketId socketId, ChannelName channel, String channelData) {
        requirePresence(channel);
        return current.get().auth(socketId + ":" + channel + ":" + channelData);
    }

    /**
     * Lets one connection join a presence channel as the user that it has {@linkplain #signIn signed in} as. The
     * Channels server refuses it on a connection that has not.
     *
     * @return {@code <key>:<64 lower-case hexadecimal digits>}, the {@code auth} of the protocol
     * @throws IllegalArgumentException if it is no presence channel
     */
    public String authorizeSignedIn(SocketId socketId, ChannelName channel) {
        requirePresence(channel);
        return current.get().auth(socketId + ":" + channel);
    }

    /**
     * Signs one connection in as a user.
     *
     * @param userData the user as JSON, which the client must send on to the last byte as it was signed
     * @return {@code <key>:<64 lower-case hexadecimal digits>}, the {@code auth} of the protocol
     * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
     */
    public String signIn(SocketId socketId, String userData) {
        return current.get().auth(socketId + "::user::" + userData);
    }

    /**
     * Signs a webhook, as a Channels server does; here that is the one of development.
     *
     * @param body a JSON object
     * @return 64 lower-case hexadecimal digits, the header {@code X-Pusher-Signature}
     * @throws IllegalArgumentException if the body does not begin as an object does, with a brace. All other texts that
     *     are signed begin with a digit or a letter, so that none of them can be had this way
     * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/#security">Webhooks, security</a>
     */
    public String signWebhook(byte[] body) {
        if (!isObject(body)) {
            throw new IllegalArgumentException("the body of a webhook is no JSON object");
        }
        return current.get().hmac(body);
    }

    /**
     * Whether the app's secret has signed this as a webhook, and not as something else: of those texts, any user of the
     * app has some with their signatures. Takes as long for a signature that is wrong at its first digit
     * as for one that is wrong at its last, so that nobody finds it out digit by digit.
     *
     * @param body the bytes as they came
     * @param signature the header {@code X-Pusher-Signature}
     */
    public boolean hasSignedWebhook(byte[] body, String signature) {
        boolean same = MessageDigest.isEqual(
                current.get().hmac(body).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
        return same && isObject(body);
    }

    private static boolean isObject(byte[] body) {
        return body.length > 0 && body[0] == '{';
    }

    /**
     * Signs a request to the Channels HTTP API. Usher's own are signed by Pusher's library; by this, the Channels server
     * of development judges them.
     *
     * @param method the HTTP method, in any case
     * @param path the path from {@code /apps} on, without the query
     * @param query the parameters as they are, not URL-encoded, without {@code auth_signature}
     * @return 64 lower-case hexadecimal digits, the parameter {@code auth_signature}
     * @throws IllegalArgumentException if the path does not start with {@code /apps/}, or holds a line break
     * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#generating-authentication-signatures">The
     *     HTTP API, authentication</a>
     */
    public String signRequest(String method, String path, Map<String, String> query) {
        if (!path.startsWith("/apps/") || path.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not a path of the Channels HTTP API");
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        query.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        String text = sorted.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", method.toUpperCase(Locale.ROOT) + "\n" + path + "\n", ""));
        return current.get().hmac(text);
    }

    private static void requirePresence(ChannelName channel) {
        if (!channel.kind().isPresence()) {
            throw new IllegalArgumentException(channel + " is no presence channel");
        }
    }

    /**
     * A key and its secret.
     *
     * @param prototype never updated itself: each signature starts from a copy, which costs less than a new Mac and
     *     shares nothing
     */
    private record Credentials(String key, Mac prototype) {

        static Credentials of(String key, Secret secret) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
                return new Credentials(key, mac);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK lacks " + ALGORITHM + ", which every JDK must have", e);
            }
        }

        String auth(String text) {
            return key + ":" + hmac(text);
        }

        String hmac(String text) {
            return hmac(text.getBytes(StandardCharsets.UTF_8));
        }

        String hmac(byte[] bytes) {
            try {
                Mac mac = (Mac) prototype.clone();
                return HexFormat.of().formatHex(mac.doFinal(bytes));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("this JDK's " + ALGORITHM + " cannot be copied", e);
            }
        }
    }
}

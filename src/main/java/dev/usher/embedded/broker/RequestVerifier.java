package dev.usher.embedded.broker;

import dev.usher.signing.Signer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Verifies the signature of requests to the HTTP API.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">The HTTP API,
 *     authentication</a>
 * @see <a href="https://github.com/pusher/pusher-signature/blob/master/lib/pusher/signature.rb">Pusher's own verifier,
 *     of which these are the messages</a>
 */
final class RequestVerifier {

    /** A request is refused when its clock and ours differ by so much: until then, it could be replayed. */
    private static final long WINDOW_SECONDS = 600;

    private static final String SIGNATURE = "auth_signature";

    /** Seconds until the year 33658: as many digits as {@link Instant} takes without complaint. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final String key;
    private final Signer signer;
    private final Clock clock;

    RequestVerifier(String key, Signer signer, Clock clock) {
        this.key = key;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * @param query the parameters, decoded
     * @param body the bytes as they came
     */
    Verdict verify(String method, String path, MultiMap query, Buffer body) {
        Map<String, String> parameters = new TreeMap<>();
        for (Map.Entry<String, String> parameter : query) {
            String name = parameter.getKey().toLowerCase(Locale.ROOT);
            if (parameters.put(name, parameter.getValue()) != null) {
                return new Verdict.Rejected("Duplicate parameter: " + name);
            }
        }
        String signature = Optional.ofNullable(parameters.remove(SIGNATURE)).orElse("");
        return checkCredentials(parameters)
                .or(() -> checkBody(parameters, body))
                .or(() -> checkSignature(method, path, parameters, signature))
                .<Verdict>map(Verdict.Rejected::new)
                .orElseGet(Verdict.Genuine::new);
    }

    private Optional<String> checkCredentials(Map<String, String> parameters) {
        String version = parameters.getOrDefault("auth_version", "");
        if (!parameters.containsKey("auth_key")) {
            return Optional.of("Missing parameter: auth_key");
        }
        if (!key.equals(parameters.get("auth_key"))) {
            return Optional.of("Unknown auth_key");
        }
        if (!version.equals("1.0")) {
            return Optional.of(version.isEmpty() ? "Version required" : "Version not supported");
        }
        return checkTimestamp(parameters.getOrDefault("auth_timestamp", ""));
    }

    private Optional<String> checkTimestamp(String timestamp) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return Optional.of("Timestamp required");
        }
        Instant given = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Instant now = clock.instant();
        if (Math.abs(now.getEpochSecond() - given.getEpochSecond()) < WINDOW_SECONDS) {
            return Optional.empty();
        }
        return Optional.of("Timestamp expired: Given timestamp (%s) not within %ds of server time (%s)"
                .formatted(given, WINDOW_SECONDS, now));
    }

    // The signature covers the body by way of this digest alone.
    private static Optional<String> checkBody(Map<String, String> parameters, Buffer body) {
        String digest = parameters.getOrDefault("body_md5", "");
        if (digest.isEmpty()) {
            return body.length() == 0 ? Optional.empty() : Optional.of("Missing parameter: body_md5");
        }
        return isSame(digest, md5(body))
                ? Optional.empty()
                : Optional.of("Invalid body_md5: not the hexadecimal MD5 of the body as it arrived");
    }

    private Optional<String> checkSignature(
            String method, String path, Map<String, String> parameters, String signature) {
        if (isSame(signature, signer.signRequest(method, path, parameters))) {
            return Optional.empty();
        }
        String signed = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        return Optional.of(
                "Invalid signature: you should have sent HmacSHA256Hex(\"%s\", your_secret_key), but you sent \"%s\""
                        .formatted(String.join("\\n", List.of(method, path, signed)), signature));
    }

    /** In constant time, so that a signature cannot be found out digit by digit. */
    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(Buffer body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks MD5, which every JDK must have", e);
        }
    }
}

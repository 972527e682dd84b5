package dev.usher.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.data.EncryptedMessage;
import dev.usher.testing.Vectors;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of one step of a rotation, all others than those of any other step, and what answers that were made with
 * them look like: computed without any of Usher's own code.
 */
record AppSet(int step, String key, String secret, String masterKey) {

    static AppSet first() {
        return new AppSet(0, Vectors.KEY, Vectors.SECRET, Vectors.MASTER_KEY);
    }

    AppSet next() {
        int next = step + 1;
        byte[] master = new byte[32];
        master[0] = (byte) next;
        return new AppSet(
                next,
                "key-" + next,
                "secret-of-step-" + next,
                Base64.getEncoder().encodeToString(master));
    }

    /** The volume's files at this step; webhooks go on being signed with the oldest key, as Pusher does. */
    Map<String, String> files(AppSet oldest) {
        Map<String, String> files = new HashMap<>();
        files.put("PUSHER_APP_ID", Vectors.APP_ID);
        files.put("PUSHER_KEY", key);
        files.put("PUSHER_SECRET", secret + "\n");
        files.put("PUSHER_ENCRYPTION_MASTER_KEY", masterKey);
        files.put("policy.properties", "usher.policy.steps.channels=" + ownChannel() + "\n");
        if (step != oldest.step) {
            files.put("USHER_WEBHOOK_KEYS", oldest.key + ":" + oldest.secret);
        }
        return files;
    }

    /** A channel that the policy of this step alone lets anyone join. */
    String ownChannel() {
        return "private-step-" + step;
    }

    boolean hasAuthorized(String socket, String channel, JsonNode answer) throws GeneralSecurityException {
        return answer.path("auth").asText().equals(key + ":" + hmac(socket + ":" + channel))
                && answer.path("shared_secret").asText().equals(sharedSecret(channel));
    }

    String signWebhook(String body) throws GeneralSecurityException {
        return hmac(body);
    }

    /** Whether the request to the Channels API, as {@code FaultyChannels} tells of it, is signed with this secret. */
    boolean hasSigned(JsonNode call) throws GeneralSecurityException {
        URI target = URI.create(call.path("target").asText());
        Map<String, String> query = new TreeMap<>();
        for (String parameter : target.getRawQuery().split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        String signature = String.valueOf(query.remove("auth_signature"));
        String text = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", "POST\n" + target.getPath() + "\n", ""));
        return key.equals(query.get("auth_key")) && signature.equals(hmac(text));
    }

    /** What was published to that channel; empty if it is encrypted under another master key. */
    Optional<String> open(String channel, JsonNode sealed) {
        try {
            return Optional.of(decrypt(channel, sealed));
        } catch (RuntimeException another) {
            return Optional.empty();
        }
    }

    private String decrypt(String channel, JsonNode sealed) {
        return new CryptoUtil(masterKey)
                .decrypt(
                        channel,
                        new EncryptedMessage(
                                sealed.path("nonce").asText(),
                                sealed.path("ciphertext").asText()));
    }

    private String sharedSecret(String channel) throws GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(channel.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(sha256.digest(Base64.getDecoder().decode(masterKey)));
    }

    private String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}

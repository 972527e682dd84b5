package dev.usher.webhook;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keys whose webhooks are believed: the app's own, and further ones that are active at the same time. A webhook
 * names the oldest active key of the app, which need not be the one that everything else is signed with.
 */
public final class WebhookKeys {

    private static final String VARIABLE = "USHER_WEBHOOK_KEYS";

    private final Map<String, Signer> signers = new HashMap<>();

    /** Does for an unknown key the work that a known one takes, so that time does not tell which keys are known. */
    private final Signer nobody =
            new Signer("nobody", new Secret(UUID.randomUUID().toString()));

    /**
     * @param key the app's own key, with the signer of its secret
     * @param further as they are configured, each a key, a colon and a secret
     * @throws ConfigurationException if one of those is something else; the message shows nothing of it
     */
    public WebhookKeys(String key, Signer signer, List<String> further) {
        signers.put(key, signer);
        for (int i = 0; i < further.size(); i++) {
            add(further.get(i), VARIABLE + ": element " + (i + 1));
        }
    }

    private void add(String element, String where) {
        int colon = element.indexOf(':');
        String key = element.substring(0, Math.max(0, colon));
        String secret = element.substring(colon + 1);
        if (key.isBlank() || secret.isBlank()) {
            throw new ConfigurationException(
                    where + " is no key and secret with a colon between them (expected: key:secret,key:secret).");
        }
        if (!key.equals(key.strip()) || !secret.equals(secret.strip())) {
            throw new ConfigurationException(where + " has white space around its key or its secret; take it away.");
        }
        if (signers.putIfAbsent(key, new Signer(key, new Secret(secret))) != null) {
            throw new ConfigurationException(
                    where + " has the key of PUSHER_KEY or of another element; name each key once.");
        }
    }

    /**
     * Checks that a webhook comes from the Channels server. The caller does not learn why it does not: whoever forges
     * one would learn how far he got.
     *
     * @throws ProblemException if it does not
     */
    void verify(Envelope envelope) {
        String key =
                envelope.header(Envelope.KEY).orElseThrow(() -> notGenuine("there is not exactly one X-Pusher-Key"));
        String signature = envelope.header(Envelope.SIGNATURE)
                .orElseThrow(() -> notGenuine("there is not exactly one X-Pusher-Signature"));
        byte[] body = envelope.body();
        boolean signed = signers.getOrDefault(key, nobody).hasSignedWebhook(body, signature);
        if (!signers.containsKey(key)) {
            throw notGenuine("its key is none of PUSHER_KEY and " + VARIABLE);
        }
        if (!signed) {
            throw notGenuine("its signature is wrong, or that of something else than a webhook");
        }
    }

    private static ProblemException notGenuine(String reason) {
        return Problem.of(
                        ProblemType.WEBHOOK_NOT_GENUINE,
                        "X-Pusher-Key and X-Pusher-Signature do not show that this comes from the Channels server.")
                .because("(" + reason + ")")
                .asException();
    }
}

package dev.usher.idempotency;

import dev.usher.policy.Caller;

/**
 * One sending of a call under a key.
 *
 * @param slot whose key it is, for which path, and the key: what has one answer
 * @param body what is asked; a key stands for one body only
 */
public record Attempt(Digest slot, Digest body) {

    /**
     * Two callers may use the same key, and one caller may for two paths. A caller is a subject of an issuer, whichever
     * token says so: who sends a call again may have a new one by then.
     *
     * @param body as it came, to the last byte
     */
    public static Attempt of(Caller caller, String path, IdempotencyKey key, byte[] body) {
        String issuer = String.join(" ", caller.claims().texts("iss"));
        return new Attempt(Digest.of(issuer, caller.subject(), path, key.value()), Digest.of(body));
    }
}

package dev.usher.identity;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token as it came, taken apart and not yet believed. There is one way to write it: what another reader might read in
 * another way, or what could be written in another way and say the same, is refused here, before any key is touched.
 *
 * @param text the token itself, in the JWS compact serialization (RFC 7515, section 7.1)
 * @param header its JOSE header; of it, only {@code alg}, {@code kid} and {@code typ} are ever looked at
 * @param claims what it claims
 */
record CompactToken(String text, Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {

    /**
     * Twice what browsers let a cookie hold, which is what issuers keep to; and less than a connection's headers may
     * have in all.
     */
    static final int MAX_LENGTH = 8 * 1024;

    private static final int PARTS = 3;

    /** @throws RefusedTokenException if it is no token, or one that could be read in two ways */
    static CompactToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw Refusal.TOO_LONG.asException();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            throw Refusal.MALFORMED.asException();
        }
        byte[] header = decode(parts[0]);
        byte[] payload = decode(parts[1]);
        byte[] signature = decode(parts[2]);
        CompactToken token = new CompactToken(text, json(header), json(payload));
        // RFC 7515, section 4.1.11: whoever does not know an extension must refuse; b64 is RFC 7797's.
        if (token.header.containsKey("crit") || token.header.containsKey("b64")) {
            throw Refusal.UNKNOWN_EXTENSION.asException();
        }
        if (signature.length == 0) {
            throw Refusal.UNSIGNED.asException();
        }
        return token;
    }

    /** Without padding, white space and stray bits: else one token could be written, and cached, in many ways. */
    private static byte[] decode(String part) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw Refusal.MALFORMED.asException();
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw Refusal.MALFORMED.asException();
        }
        return bytes;
    }

    private static Map<String, @Nullable Object> json(byte[] utf8) {
        try {
            return StrictJson.object(utf8);
        } catch (IllegalArgumentException e) {
            throw Refusal.NO_JSON.asException();
        }
    }

    /** The issuer that it says it is of, which does no more than select among those that are configured. */
    String issuer() {
        return text(claims.get("iss")).orElseThrow(Refusal.NO_ISSUER::asException);
    }

    Algorithm algorithm() {
        return text(header.get("alg")).flatMap(Algorithm::of).orElseThrow(Refusal.OTHER_ALGORITHM::asException);
    }

    Optional<String> type() {
        return text(header.get("typ"));
    }

    /** Which of the issuer's keys it says it is signed with. */
    Optional<String> keyId() {
        Object id = header.get("kid");
        if (id != null && !(id instanceof String)) {
            throw Refusal.UNKNOWN_KEY.asException();
        }
        return text(id);
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Nothing of a token may get into a log. */
    @Override
    public String toString() {
        return "CompactToken";
    }
}

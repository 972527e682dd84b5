package dev.usher.identity;

import dev.usher.channel.Utf8;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token claims, checked against what its issuer's tokens must claim. By now the signature holds, so that whoever
 * reads the log may be told what is wrong.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1">RFC 7519, section 4.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3">RFC 8725, section 3</a>
 */
final class TokenClaims {

    /** The end of the year 9999, the last that a date is written of in four digits. */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

    /** Nanoseconds; a number with more digits behind its point is no time. */
    private static final int MAX_SCALE = 9;

    private final Issuers issuers;
    private final Issuer issuer;
    private final Map<String, @Nullable Object> claims;

    TokenClaims(Issuers issuers, Issuer issuer, Map<String, @Nullable Object> claims) {
        this.issuers = issuers;
        this.issuer = issuer;
        this.claims = claims;
    }

    /** @throws RefusedTokenException if a claim is not as required; for being expired only if all else is well */
    VerifiedToken check(Instant now) {
        checkAudience();
        Instant expiry = time("exp").orElseThrow(Refusal.NO_EXPIRY::asException);
        Optional<Instant> issued = time("iat");
        Optional<Instant> start = time("nbf");
        Instant latest = now.plus(issuer.clockSkew());
        if (start.filter(latest::isBefore).isPresent()) {
            throw Refusal.NOT_YET_VALID.asException();
        }
        if (issued.filter(latest::isBefore).isPresent()) {
            throw Refusal.FROM_THE_FUTURE.asException();
        }
        VerifiedToken token = new VerifiedToken(caller(), id(), issued, expiry);
        if (isOver(token, now, issuer.clockSkew())) {
            throw Refusal.EXPIRED.asException();
        }
        return token;
    }

    static boolean isOver(VerifiedToken token, Instant now, Duration clockSkew) {
        return !now.minus(clockSkew).isBefore(token.expiresAt());
    }

    private void checkAudience() {
        Object audience = claims.get("aud");
        if (audience == null) {
            throw Refusal.NO_AUDIENCE.asException();
        }
        Collection<?> named = audience instanceof Collection<?> several ? several : Set.of(audience);
        if (named.stream()
                .noneMatch(
                        one -> one instanceof String text && issuer.audiences().contains(text))) {
            throw Refusal.OTHER_AUDIENCE.asException();
        }
    }

    /** @throws RefusedTokenException if nobody could be meant */
    Caller caller() {
        String subject = subject();
        Map<String, Object> known = members(claims);
        // What a rule's {sub} is filled with is the very name that tells the caller from everybody else.
        known.put("sub", subject);
        return new Caller(subject, issuer.roles().of(claims), new Claims(known));
    }

    private String subject() {
        Object subject = claims.get(issuer.subjects().claim());
        if (subject == null) {
            throw Refusal.NO_SUBJECT.asException();
        }
        if (!(subject instanceof String text) || text.isBlank() || !isWhole(text)) {
            throw Refusal.STRANGE_SUBJECT.asException();
        }
        String full = issuer.subjects().prefix() + text;
        if (issuers.isForeign(full, issuer)) {
            throw Refusal.FOREIGN_SUBJECT.asException();
        }
        return full;
    }

    /** Another than a text, or a text that nobody can send, could not be revoked. */
    private Optional<String> id() {
        Object id = claims.get("jti");
        if (id == null) {
            return Optional.empty();
        }
        if (!(id instanceof String text) || !isWhole(text)) {
            throw Refusal.STRANGE_ID.asException();
        }
        return Optional.of(text);
    }

    /** Half of a surrogate pair, which JSON can write as an escape, has no form in UTF-8. */
    private static boolean isWhole(String text) {
        return Utf8.length(text).isPresent();
    }

    private Optional<Instant> time(String claim) {
        if (!claims.containsKey(claim)) {
            return Optional.empty();
        }
        if (!(claims.get(claim) instanceof Number number)) {
            throw Refusal.STRANGE_TIME.asException();
        }
        BigDecimal seconds = number instanceof BigDecimal fraction ? fraction : new BigDecimal(number.toString());
        // The scale first: to write 1e999999999 out would take all memory.
        if (Math.abs(seconds.scale()) > MAX_SCALE || seconds.signum() < 0 || seconds.compareTo(LAST_SECOND) > 0) {
            throw Refusal.STRANGE_TIME.asException();
        }
        return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
    }

    /** Without the members that are null, which say as much as those that are not there. */
    private static Map<String, Object> members(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value != null) {
                members.put((String) name, plain(value));
            }
        });
        return members;
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> object) {
            return members(object);
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream()
                    .map(element -> element == null ? null : plain(element))
                    .toList();
        }
        return value;
    }
}

package dev.usher.identity;

import dev.usher.policy.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All whose tokens are believed. Nobody can be taken for a user of another issuer: a prefix that one of them puts before
 * its subjects is its own.
 */
public final class Issuers {

    private final List<Issuer> all;

    /** @throws IllegalArgumentException if two cannot be told apart; the message says which */
    public Issuers(List<Issuer> all) {
        this.all = List.copyOf(all);
        Set<String> known = new HashSet<>();
        all.stream().filter(issuer -> !known.add(issuer.iss())).findFirst().ifPresent(twin -> {
            throw new IllegalArgumentException("two issuers have the iss " + twin.iss());
        });
        prefixed().forEach(this::refuseOverlap);
    }

    private List<Issuer> prefixed() {
        return all.stream()
                .filter(issuer -> !issuer.subjects().prefix().isEmpty())
                .toList();
    }

    /** Under a: and a:b:, user b:1 of the first would be user 1 of the second. */
    private void refuseOverlap(Issuer issuer) {
        prefixed().stream()
                .filter(other -> !other.equals(issuer)
                        && other.subjects()
                                .prefix()
                                .startsWith(issuer.subjects().prefix()))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException("the subject prefixes of " + issuer.name() + " and "
                            + other.name() + " begin alike, so that a user of one could be taken for one of the other");
                });
    }

    List<Issuer> all() {
        return all;
    }

    /**
     * Whom a token would speak for that says this. Its {@code iss} tells which issuer's it would be; without one, it is
     * the first one's.
     *
     * @throws IllegalArgumentException if no such token would be believed; the message says why
     */
    public Caller callerOf(Map<String, Object> claims) {
        Object iss = claims.getOrDefault("iss", all.get(0).iss());
        Issuer issuer = all.stream()
                .filter(one -> one.iss().equals(iss))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no token of this iss is believed"));
        try {
            return new TokenClaims(this, issuer, claims).caller();
        } catch (RefusedTokenException e) {
            throw new IllegalArgumentException(
                    "no token of these claims is believed: " + e.refusal().words(), e);
        }
    }

    /** Those whose keys anybody on the way could exchange. */
    public List<Issuer> keysOverPlainHttp() {
        return all.stream()
                .filter(issuer -> issuer.keys().fold(inline -> false, file -> false, url -> "http"
                        .equalsIgnoreCase(url.url().getScheme())))
                .toList();
    }

    /** Whether a subject as it will be known, prefix included, would be taken for one of another issuer's. */
    boolean isForeign(String subject, Issuer issuer) {
        return prefixed().stream()
                .anyMatch(other -> !other.equals(issuer)
                        && subject.startsWith(other.subjects().prefix()));
    }
}

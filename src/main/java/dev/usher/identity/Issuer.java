package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whose tokens are believed, and what these must be like.
 *
 * @param name what Usher's settings, logs and metrics call it
 * @param iss the {@code iss} of its tokens
 * @param keys where its keys are; no other issuer's are tried
 * @param keySetting the variable that says so, for messages
 * @param audiences what {@code aud} must name, one of these
 * @param algorithms how its tokens may be signed, whatever they say themselves
 * @param type the {@code typ} that its tokens must have, such as {@code at+jwt} (RFC 9068)
 * @param subjects whom its tokens can speak for
 * @param roles which roles they can grant
 * @param clockSkew how much its clock may differ from Usher's
 */
public record Issuer(
        String name,
        String iss,
        KeyLocation keys,
        String keySetting,
        Set<String> audiences,
        Set<Algorithm> algorithms,
        Optional<String> type,
        Subjects subjects,
        Roles roles,
        Duration clockSkew) {

    /** Two clocks that differ by more need to be set. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    public Issuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        require(!iss.isBlank(), "its iss is blank");
        require(!audiences.isEmpty() && audiences.stream().noneMatch(String::isBlank), "an audience is missing");
        require(!algorithms.isEmpty(), "an algorithm is missing");
        require(
                !Algorithm.areMixed(algorithms),
                "HS256, HS384 and HS512 cannot stand beside algorithms with public keys: write them as an issuer of"
                        + " their own");
        require(
                !isFetched(keys) || algorithms.stream().noneMatch(Algorithm::isSecret),
                "the secret of HS256, HS384 or HS512 is read from a file, not from a URL");
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(MAX_CLOCK_SKEW) <= 0,
                "its clock skew is not between 0 and 5 minutes");
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isFetched(KeyLocation location) {
        return location.fold(inline -> false, file -> false, url -> true);
    }

    /** RFC 9068, section 4, and RFC 7515, section 4.1.9: {@code application/} may be left out; case does not count. */
    boolean isOfItsType(Optional<String> given) {
        return type.isEmpty()
                || given.filter(typ -> plain(typ).equalsIgnoreCase(plain(type.get())))
                        .isPresent();
    }

    private static String plain(String type) {
        String prefix = "application/";
        return type.regionMatches(true, 0, prefix, 0, prefix.length()) ? type.substring(prefix.length()) : type;
    }

    /**
     * @param claim the claim that names the user
     * @param prefix what is put before it, so that no two issuers can name the same user; empty for nothing
     */
    public record Subjects(String claim, String prefix) {}
}

package dev.usher.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of one issuer, as they were read at one time. */
record Keys(List<VerificationKey> all) {

    /** So many signatures are tried for a token that does not say which key it is signed with. */
    private static final int MAX_TRIES = 8;

    Keys {
        all = List.copyOf(all);
    }

    /**
     * The keys that may have signed a token: those with the id that it names; or those without any, as one in PEM; or
     * all, if it names none.
     */
    List<VerificationKey> candidates(Optional<String> id, Algorithm algorithm) {
        if (id.isEmpty()) {
            return suitable(all.stream(), algorithm);
        }
        List<VerificationKey> named =
                suitable(all.stream().filter(key -> key.id().equals(id)), algorithm);
        return named.isEmpty() ? suitable(all.stream().filter(key -> key.id().isEmpty()), algorithm) : named;
    }

    private static List<VerificationKey> suitable(Stream<VerificationKey> keys, Algorithm algorithm) {
        return keys.filter(key -> key.suits(algorithm)).limit(MAX_TRIES).toList();
    }

    /** Whether the issuer still has the key. */
    boolean contain(VerificationKey key) {
        return all.contains(key);
    }

    /** Only those that one of the algorithms can use. */
    Keys usableFor(Set<Algorithm> algorithms) {
        return new Keys(all.stream()
                .filter(key -> algorithms.stream().anyMatch(key::suits))
                .toList());
    }

    boolean areNone() {
        return all.isEmpty();
    }
}

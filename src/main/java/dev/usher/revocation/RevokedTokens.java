package dev.usher.revocation;

import dev.usher.identity.Revocations;
import dev.usher.identity.VerifiedToken;
import dev.usher.shared.SharedStateConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All revocations that hold. Reading takes no lock; a token that was not revoked costs two look-ups.
 *
 * <p>It refuses exactly the tokens that one of the revocations refuses: each is kept as it came unless another covers
 * it, so that neither the shorter nor the narrower of two can take anything from the other.
 */
@Singleton
public final class RevokedTokens implements Revocations {

    /**
     * Some 100,000 revocations with names as long as a UUID; a sixteenth of the memory that the Deployment grants. More
     * are refused: to forget one that holds would let in whom somebody has thrown out.
     */
    static final long MAX_BYTES = 32 * 1024 * 1024;

    private final Map<String, List<Revocation>> users = new ConcurrentHashMap<>();
    private final Map<String, List<Revocation>> tokens = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile boolean known;
    private volatile int size;

    /** Guarded by this object's lock, as all changes are. */
    private long bytes;

    @Inject
    RevokedTokens(SharedStateConfig config) {
        this(Clock.systemUTC());
        this.known = config.sharedState() == SharedStateConfig.Kind.MEMORY;
    }

    /** A set that is not known yet. */
    RevokedTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public boolean isRevoked(VerifiedToken token) {
        Instant now = clock.instant();
        return refuses(users.get(token.caller().subject()), token, now)
                || token.id().filter(id -> refuses(tokens.get(id), token, now)).isPresent();
    }

    private static boolean refuses(@Nullable List<Revocation> revocations, VerifiedToken token, Instant now) {
        return revocations != null && revocations.stream().anyMatch(revocation -> revocation.refuses(token, now));
    }

    /** From now on the set is as the pods share it: what is not in it, nobody had revoked. */
    public void know() {
        known = true;
    }

    /** Whether one more of this size would stay within the bound. */
    synchronized boolean hasRoomFor(Revocation revocation) {
        if (bytes + revocation.weight() > MAX_BYTES) {
            forgetOver();
        }
        return bytes + revocation.weight() <= MAX_BYTES;
    }

    /** Adds a revocation that holds already. There is always room for it: it was let in somewhere. */
    public synchronized void learn(Revocation revocation) {
        List<Revocation> before = sameName(revocation);
        if (revocation.isOver(clock.instant()) || before.stream().anyMatch(each -> each.covers(revocation))) {
            return;
        }
        List<Revocation> after = new ArrayList<>(before);
        after.removeIf(revocation::covers);
        after.add(revocation);
        replace(index(revocation.target()), revocation.target().name(), before, after);
    }

    /** What holds of a revocation that has been made: itself, or another that covers it. */
    Revocation holding(Revocation revocation) {
        return sameName(revocation).stream()
                .filter(each -> each.covers(revocation))
                .findFirst()
                .orElse(revocation);
    }

    /** Those that the revocation covers, so that nobody has to keep them beside it. */
    List<Revocation> coveredBy(Revocation revocation) {
        return sameName(revocation).stream()
                .filter(each -> revocation.covers(each) && !each.equals(revocation))
                .toList();
    }

    /** Forgets the revocations that refuse nothing any more. */
    public synchronized void forgetOver() {
        Instant now = clock.instant();
        Stream.of(users, tokens)
                .forEach(index -> index.forEach((name, before) -> {
                    List<Revocation> after =
                            before.stream().filter(each -> !each.isOver(now)).toList();
                    if (after.size() < before.size()) {
                        replace(index, name, before, after);
                    }
                }));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the set's lock; only reading it takes none.
    private void replace(
            Map<String, List<Revocation>> index, String name, List<Revocation> before, List<Revocation> after) {
        if (after.isEmpty()) {
            index.remove(name);
        } else {
            index.put(name, List.copyOf(after));
        }
        size += after.size() - before.size();
        bytes += weight(after) - weight(before);
    }

    private static long weight(Collection<Revocation> revocations) {
        return revocations.stream().mapToLong(Revocation::weight).sum();
    }

    private List<Revocation> sameName(Revocation revocation) {
        return index(revocation.target()).getOrDefault(revocation.target().name(), List.of());
    }

    private Map<String, List<Revocation>> index(Target target) {
        return target.fold(user -> users, token -> tokens);
    }

    /** Those that still hold, as they are at the moment. */
    public List<Revocation> held() {
        Instant now = clock.instant();
        return Stream.of(users, tokens)
                .flatMap(index -> index.values().stream())
                .flatMap(List::stream)
                .filter(each -> now.isBefore(each.until()))
                .toList();
    }

    /** How many there are. */
    public int size() {
        return size;
    }
}

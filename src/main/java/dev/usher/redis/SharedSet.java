package dev.usher.redis;

import dev.usher.revocation.Revocation;
import dev.usher.revocation.SharedRevocations;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The commands by which revocations are kept in Redis, and read. Connects only when one of them is asked for. */
@Singleton
final class SharedSet implements SharedRevocations {

    private static final Logger LOG = Logger.getLogger(SharedSet.class);

    /** A Redis nearby answers within a millisecond or two; who waits for longer waits for one that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Longer than any revocation holds: what is left in Redis when Usher is gone goes by itself. */
    private static final Duration LIFE = Duration.ofDays(400);

    /** So many are read or written at once: enough to be quick, and a matter of a millisecond for Redis. */
    private static final int PAGE = 1000;

    /**
     * The member that has the version for its score, which is beyond all times. It stands in the set itself, so that
     * neither can be lost without the other.
     */
    private static final String VERSION = "version";

    /**
     * Changes the set and its version as one. KEYS: the set. ARGV: the channel, the seconds after which the set vanishes,
     * the milliseconds for which a member outlives its time, how many members follow with their times, these, and the
     * members that are not needed any more. Whatever is older goes by Redis' own clock. A single member is told to the
     * channel, after the version that it made. The first version is made of the time, so that a set that begins anew is
     * not taken for the one before.
     */
    private static final String CHANGE = """
            local now = tonumber(redis.call('TIME')[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now * 1000 - ARGV[3]))
            local changed = 0
            local last = 4 + 2 * ARGV[4]
            for i = 5, last, 2 do
                changed = changed + redis.call('ZADD', KEYS[1], 'GT', 'CH', ARGV[i], ARGV[i + 1])
            end
            for i = last + 1, #ARGV do
                redis.call('ZREM', KEYS[1], ARGV[i])
            end
            if changed > 0 then
                redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', now * 1000000), 'version')
                local version = redis.call('ZINCRBY', KEYS[1], 1, 'version')
                if ARGV[4] == '1' then
                    redis.call('PUBLISH', ARGV[1], string.format('%.0f', version) .. ' ' .. ARGV[5] .. ' ' .. ARGV[6])
                end
            end
            redis.call('EXPIRE', KEYS[1], ARGV[2])
            """;

    private final Instance<ReactiveRedisDataSource> redis;
    private final String set;

    SharedSet(Instance<ReactiveRedisDataSource> redis, RedisConfig config) {
        this.redis = redis;
        this.set = config.prefix() + ":revocations";
    }

    /** The channel through which pods tell each other. */
    String channel() {
        return set;
    }

    ReactiveRedisDataSource redis() {
        return redis.get();
    }

    @Override
    public Uni<Void> keep(Revocation revocation, List<Revocation> covered) {
        return change(List.of(revocation), covered);
    }

    /** Writes back what Redis lacks. */
    Uni<Void> restore(List<Revocation> missing) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (int i = 0; i < missing.size(); i += PAGE) {
            List<Revocation> page = missing.subList(i, Math.min(missing.size(), i + PAGE));
            done = done.chain(() -> change(page, List.of()));
        }
        return done;
    }

    private Uni<Void> change(List<Revocation> added, List<Revocation> covered) {
        List<String> arguments = new ArrayList<>(List.of(
                CHANGE,
                "1",
                set,
                channel(),
                Long.toString(LIFE.toSeconds()),
                Long.toString(Revocation.AFTERMATH.toMillis()),
                Integer.toString(added.size())));
        List<String> members = new ArrayList<>();
        for (Revocation revocation : added) {
            members.add(Member.of(revocation.target()));
            arguments.add(Long.toString(revocation.until().toEpochMilli()));
            arguments.add(members.get(members.size() - 1));
        }
        covered.stream()
                .map(each -> Member.of(each.target()))
                // The same target until a later time is the same member.
                .filter(member -> !members.contains(member))
                .forEach(arguments::add);
        return ask("EVAL", arguments.toArray(String[]::new)).replaceWithVoid();
    }

    /** The version of the set; 0 if there is none. */
    Uni<Long> version() {
        return ask("ZSCORE", set, VERSION)
                .map(score -> score == null ? 0 : (long) Double.parseDouble(score.toString()));
    }

    /** Reads all that is in the set for as long as it is read; some of it perhaps twice. */
    Uni<Void> read(Consumer<Revocation> reader) {
        return readFrom("0", reader);
    }

    private Uni<Void> readFrom(String cursor, Consumer<Revocation> reader) {
        return ask("ZSCAN", set, cursor, "COUNT", Integer.toString(PAGE)).chain(page -> {
            Response members = page.get(1);
            for (int i = 0; i + 1 < members.size(); i += 2) {
                String member = members.get(i).toString();
                if (!member.equals(VERSION)) {
                    hand(member, members.get(i + 1).toString(), reader);
                }
            }
            String next = page.get(0).toString();
            return next.equals("0") ? Uni.createFrom().voidItem() : readFrom(next, reader);
        });
    }

    /** Hands on what a member and its score say. One that says nothing keeps nobody from learning of the others. */
    static void hand(String member, String score, Consumer<Revocation> reader) {
        Member.parse(member)
                .flatMap(target -> time(score).map(until -> new Revocation(target, until)))
                .ifPresentOrElse(
                        reader,
                        () -> LOG.warn("Redis holds a revocation that this version of Usher does not understand."));
    }

    /** Not of {@code inf}, which Redis takes for a score as well. */
    private static Optional<Instant> time(String score) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score)));
        } catch (NumberFormatException infinite) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("NullAway") // A key that is not there is null here.
    private Uni<@Nullable Response> ask(String command, String... arguments) {
        return Uni.createFrom()
                .deferred(() -> redis().execute(command, arguments))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}

package dev.usher.redis;

import dev.usher.idempotency.Answer;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.Digest;
import dev.usher.idempotency.IdempotencyConfig;
import dev.usher.idempotency.KeptAnswers;
import dev.usher.idempotency.Standing;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came of calls with a key, as pods share it: a hash for each key, which says for which body it stands, who has the
 * claim and until when, and then the answer.
 *
 * <p>A claim holds for a few seconds and is renewed for as long as its pod lives, by the clock of Redis alone. When it
 * has run out, the hash stays: nobody else gets the claim, and the answer may still come.
 */
@Singleton
final class SharedAnswers implements KeptAnswers {

    /** A Redis nearby answers within a millisecond or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So long is waited for a pod that says nothing, before it is taken for dead: two renewals may be lost. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Duration RENEWAL = LEASE.dividedBy(3);

    /** How often Redis is tried again that did not take what is to be kept. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Of a claim of which nobody knows whether Redis had it made: without end, it would have its key for nothing. */
    private static final int TRIES_TO_UNDO = 3;

    /** ARGV: the body, who claims, for how many milliseconds, and after how many the hash vanishes. */
    private static final String CLAIM = """
            local known = redis.call('HMGET', KEYS[1], 'body', 'until', 'status', 'retry-after', 'json')
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            if not known[1] then
                local over = string.format('%.0f', now + ARGV[3])
                redis.call('HSET', KEYS[1], 'body', ARGV[1], 'owner', ARGV[2], 'until', over)
                redis.call('PEXPIRE', KEYS[1], ARGV[4])
                return {'claimed'}
            elseif known[1] ~= ARGV[1] then
                return {'of-another-body'}
            elseif known[3] then
                return {'answered', known[3], known[4], known[5]}
            elseif tonumber(known[2]) > now then
                return {'under-way'}
            end
            return {'abandoned'}
            """;

    /** ARGV: who has claimed, for how many milliseconds, and after how many the hash vanishes. */
    private static final String RENEW = """
            if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
                local time = redis.call('TIME')
                local over = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
                redis.call('HSET', KEYS[1], 'until', over)
                redis.call('PEXPIRE', KEYS[1], ARGV[3])
            end
            """;

    /**
     * Writes it also where Redis has lost the claim, but not over that of another. ARGV: who has claimed, the body, the
     * status, when to come back, the answer, and after how many milliseconds the hash vanishes.
     */
    private static final String KEEP = """
            local owner = redis.call('HGET', KEYS[1], 'owner')
            if not owner or owner == ARGV[1] then
                redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'body', ARGV[2],
                        'status', ARGV[3], 'retry-after', ARGV[4], 'json', ARGV[5])
                redis.call('PEXPIRE', KEYS[1], ARGV[6])
            end
            """;

    private static final String GIVE_BACK = """
            if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
                redis.call('DEL', KEYS[1])
            end
            """;

    private final Instance<ReactiveRedisDataSource> redis;
    private final Vertx vertx;
    private final String prefix;
    private final Duration window;

    /** No two claims have the same owner, be it that of another pod or the same. */
    private final String pod = UUID.randomUUID().toString();

    private final AtomicLong claims = new AtomicLong();

    /**
     * What Redis did not take when it should have been kept, until it does: as many as were under way when it went, since
     * none is begun without it.
     */
    private final Map<Digest, Unkept> unkept = new ConcurrentHashMap<>();

    SharedAnswers(
            Instance<ReactiveRedisDataSource> redis, Vertx vertx, RedisConfig config, IdempotencyConfig idempotency) {
        this.redis = redis;
        this.vertx = vertx;
        this.prefix = config.prefix() + ":idempotency:";
        this.window = idempotency.window();
    }

    @Override
    public Uni<Standing> claim(Attempt attempt, int bytes) {
        Unkept here = unkept.get(attempt.slot());
        if (here != null) {
            return Uni.createFrom()
                    .item(
                            here.body().equals(attempt.body())
                                    ? new Standing.Answered(here.answer())
                                    : new Standing.OfAnotherBody());
        }
        Lease lease = new Lease(attempt, pod + ":" + claims.incrementAndGet());
        return eval(CLAIM, lease.key, attempt.body().toString(), lease.owner, millis(LEASE), millis(window.plus(LEASE)))
                .onFailure()
                .invoke(lost -> lease.insist(GIVE_BACK, List.of(lease.owner), TRIES_TO_UNDO))
                .map(found -> standing(found, lease));
    }

    private static Standing standing(Response found, Lease lease) {
        String word = found.get(0).toString();
        return switch (word) {
            case "claimed" -> {
                lease.start();
                yield new Standing.Claimed(lease);
            }
            case "answered" -> new Standing.Answered(answer(found));
            case "of-another-body" -> new Standing.OfAnotherBody();
            case "under-way" -> new Standing.UnderWay();
            case "abandoned" -> new Standing.Abandoned();
            default -> throw new IllegalStateException("the script has no such word: " + word);
        };
    }

    private static Answer answer(Response found) {
        return new Answer(
                found.get(1).toInteger(),
                Optional.of(found.get(2).toString()).filter(seconds -> !seconds.isEmpty()),
                found.get(3).toString());
    }

    private Uni<Response> eval(String script, String key, String... arguments) {
        List<String> all = new ArrayList<>(List.of(script, "1", key));
        all.addAll(List.of(arguments));
        return Uni.createFrom()
                .deferred(() -> redis.get().execute("EVAL", all.toArray(String[]::new)))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private record Unkept(Digest body, Answer answer) {}

    /** A claim, for as long as this pod lives. */
    private final class Lease implements Standing.Claim {

        private final Attempt attempt;
        private final String key;
        private final String owner;
        private long timer;

        Lease(Attempt attempt, String owner) {
            this.attempt = attempt;
            this.key = prefix + attempt.slot();
            this.owner = owner;
        }

        void start() {
            timer = vertx.setPeriodic(
                    RENEWAL.toMillis(), tick -> eval(RENEW, key, owner, millis(LEASE), millis(window.plus(LEASE)))
                            .subscribe()
                            .with(renewed -> {}, failure -> {}));
        }

        @Override
        public Uni<Void> keep(Answer answer) {
            unkept.put(attempt.slot(), new Unkept(attempt.body(), answer));
            return end(
                    KEEP,
                    List.of(
                            owner,
                            attempt.body().toString(),
                            Integer.toString(answer.status()),
                            answer.retryAfter().orElse(""),
                            answer.json(),
                            millis(window)));
        }

        @Override
        public Uni<Void> giveBack() {
            return end(GIVE_BACK, List.of(owner));
        }

        /** Is tried again for as long as the key is to be remembered, while whoever waits has been answered. */
        private Uni<Void> end(String script, List<String> arguments) {
            vertx.cancelTimer(timer);
            return tell(script, arguments).onFailure().invoke(lost -> insist(script, arguments, triesInWindow()));
        }

        private int triesInWindow() {
            return Math.toIntExact(window.dividedBy(RETRY));
        }

        private void insist(String script, List<String> arguments, int tries) {
            if (tries == 0) {
                unkept.remove(attempt.slot());
                return;
            }
            long unused = vertx.setTimer(RETRY.toMillis(), tick -> tell(script, arguments)
                    .subscribe()
                    .with(told -> {}, lost -> insist(script, arguments, tries - 1)));
        }

        private Uni<Void> tell(String script, List<String> arguments) {
            return eval(script, key, arguments.toArray(String[]::new))
                    .invoke(told -> unkept.remove(attempt.slot()))
                    .replaceWithVoid();
        }
    }
}

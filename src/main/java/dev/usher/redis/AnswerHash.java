package dev.usher.redis;

import dev.usher.idempotency.Answer;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.IdempotencyConfig;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands by which it is kept in Redis what came of calls with a key: in a hash for each key, which says for which
 * body it stands, who has the claim and until when, and then the answer. All times are by the clock of Redis.
 */
@Singleton
final class AnswerHash {

    /** So long is waited for a pod that says nothing, before it is taken for dead: two renewals may be lost. */
    static final Duration LEASE = Duration.ofSeconds(6);

    /** A Redis nearby answers within a millisecond or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

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

    /**
     * Writes it also where Redis has lost the claim, but not over that of another. ARGV: who has claimed, for how many
     * milliseconds, after how many the hash vanishes, and the body.
     */
    private static final String RENEW = """
            local owner = redis.call('HGET', KEYS[1], 'owner')
            if not owner or owner == ARGV[1] then
                local time = redis.call('TIME')
                local over = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
                redis.call('HSET', KEYS[1], 'body', ARGV[4], 'owner', ARGV[1], 'until', over)
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
    private final String prefix;
    private final Duration window;

    AnswerHash(Instance<ReactiveRedisDataSource> redis, RedisConfig config, IdempotencyConfig idempotency) {
        this.redis = redis;
        this.prefix = config.prefix() + ":idempotency:";
        this.window = idempotency.window();
    }

    /** How long an answer is kept. */
    Duration window() {
        return window;
    }

    /** How it stands, as a word, behind which an answer has its status, when to come back, and its text. */
    Uni<Response> claim(Attempt attempt, String owner) {
        return eval(CLAIM, attempt, attempt.body().toString(), owner, millis(LEASE), millis(window.plus(LEASE)));
    }

    Uni<Void> renew(Attempt attempt, String owner) {
        return eval(
                        RENEW,
                        attempt,
                        owner,
                        millis(LEASE),
                        millis(window.plus(LEASE)),
                        attempt.body().toString())
                .replaceWithVoid();
    }

    Uni<Void> keep(Attempt attempt, String owner, Answer answer) {
        return eval(
                        KEEP,
                        attempt,
                        owner,
                        attempt.body().toString(),
                        Integer.toString(answer.status()),
                        answer.retryAfter().orElse(""),
                        answer.json(),
                        millis(window))
                .replaceWithVoid();
    }

    Uni<Void> giveBack(Attempt attempt, String owner) {
        return eval(GIVE_BACK, attempt, owner).replaceWithVoid();
    }

    private Uni<Response> eval(String script, Attempt attempt, String... arguments) {
        List<String> all = new ArrayList<>(List.of(script, "1", prefix + attempt.slot()));
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
}

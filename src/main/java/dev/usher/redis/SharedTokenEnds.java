package dev.usher.redis;

import dev.usher.channel.UserId;
import dev.usher.connections.TokenEnds;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The ends of tokens as pods share them: a sorted set, of which each member is a user, and its score the end. */
@Singleton
final class SharedTokenEnds implements TokenEnds {

    /** A Redis nearby answers within a millisecond or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What nobody has taken goes by itself when nobody has signed in for so many seconds: 400 days. */
    private static final String NOTE = """
            redis.call('ZADD', KEYS[1], 'GT', ARGV[1], ARGV[2])
            redis.call('EXPIRE', KEYS[1], 34560000)
            """;

    /** Taken as one, so that no two pods take the same user, nor one who has just signed in with another token. */
    private static final String TAKE = """
            local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
            if #ended > 0 then
                redis.call('ZREM', KEYS[1], unpack(ended))
            end
            return ended
            """;

    private final Instance<ReactiveRedisDataSource> redis;
    private final String set;

    SharedTokenEnds(Instance<ReactiveRedisDataSource> redis, RedisConfig config) {
        this.redis = redis;
        this.set = config.prefix() + ":token-ends";
    }

    @Override
    public Uni<Void> note(UserId user, Instant end) {
        return ask("EVAL", NOTE, "1", set, Long.toString(end.toEpochMilli()), user.value())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<UserId>> takeEnded(Instant now, int limit) {
        return ask("EVAL", TAKE, "1", set, Long.toString(now.toEpochMilli()), Integer.toString(limit))
                .map(ended -> StreamSupport.stream(ended.spliterator(), false)
                        .map(user -> new UserId(user.toString()))
                        .toList());
    }

    private Uni<Response> ask(String command, String... arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.get().execute(command, arguments))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}

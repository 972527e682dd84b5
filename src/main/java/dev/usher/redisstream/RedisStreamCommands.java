package dev.usher.redisstream;

import dev.usher.intake.Verdict.Poison;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the commands to Redis. Connects only when one is asked for. */
@Singleton
final class RedisStreamCommands implements StreamCommands {

    /** A Redis nearby answers within a millisecond or two; who waits for longer waits for one that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So long is a new record waited for, on a connection that has nothing else to do. */
    private static final Duration BLOCK = Duration.ofSeconds(2);

    private final Instance<ReactiveRedisDataSource> redis;

    RedisStreamCommands(Instance<ReactiveRedisDataSource> redis) {
        this.redis = redis;
    }

    @Override
    public Uni<Attendance> attend(StreamKeys keys, String pod, String token, boolean wanted, Duration lease) {
        return ask(
                        "EVAL",
                        Scripts.ATTEND,
                        "3",
                        keys.stream(),
                        keys.lease(),
                        keys.pods(),
                        token,
                        pod,
                        Long.toString(lease.toMillis()),
                        wanted ? "1" : "0",
                        keys.group())
                .map(Attendance::of);
    }

    @Override
    public Uni<Void> leave(StreamKeys keys, String pod, String token, boolean forGood) {
        return ask("EVAL", Scripts.LEAVE, "2", keys.lease(), keys.pods(), token, forGood ? pod : "")
                .replaceWithVoid();
    }

    @Override
    public Uni<Pending> pending(StreamKeys keys, String token, String cursor, int count) {
        return ask(
                        "EVAL",
                        Scripts.PENDING,
                        "2",
                        keys.stream(),
                        keys.lease(),
                        token,
                        keys.group(),
                        cursor,
                        Integer.toString(count))
                .map(RedisStreamCommands::held)
                .map(Pending::of);
    }

    @Override
    public Uni<Fresh> fresh(StreamKeys keys, String token, int count) {
        return ask(
                        "EVAL",
                        Scripts.FRESH,
                        "2",
                        keys.stream(),
                        keys.lease(),
                        token,
                        keys.group(),
                        Integer.toString(count))
                .map(RedisStreamCommands::held)
                .map(Fresh::of);
    }

    @Override
    public Uni<Void> await(StreamKeys keys, String id) {
        return redis.get()
                .withConnection(connection -> connection
                        .execute(
                                "XREAD",
                                "BLOCK",
                                Long.toString(BLOCK.toMillis()),
                                "COUNT",
                                "1",
                                "STREAMS",
                                keys.stream(),
                                id)
                        .replaceWithVoid())
                .ifNoItem()
                .after(BLOCK.plus(PATIENCE))
                .fail();
    }

    @Override
    public Uni<Void> acknowledge(StreamKeys keys, List<String> ids) {
        List<String> arguments = new ArrayList<>(List.of(keys.stream(), keys.group()));
        arguments.addAll(ids);
        return ask("XACK", arguments.toArray(String[]::new)).replaceWithVoid();
    }

    @Override
    public Uni<Void> putAside(StreamKeys keys, String id, Poison poison) {
        return ask(
                        "EVAL",
                        Scripts.PUT_ASIDE,
                        "2",
                        keys.stream(),
                        keys.dead(),
                        keys.group(),
                        id,
                        poison.reason(),
                        poison.detail())
                .replaceWithVoid();
    }

    private static Response held(@Nullable Response answer) {
        if (answer == null) {
            throw new LeaseLostException();
        }
        return answer;
    }

    @SuppressWarnings("NullAway") // What a script answers with nil is null here.
    private Uni<@Nullable Response> ask(String command, String... arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.get().execute(command, arguments))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}

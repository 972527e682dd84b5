package dev.usher.redisstream;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** A backend that writes to streams, and somebody who looks at them. Tries again until Redis has said that it has it. */
final class StreamClient implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private volatile boolean closed;

    StreamClient(String url) {
        this.redis = Redis.createClient(vertx, url);
    }

    /** Adds an event to a channel that is called like its key. */
    void add(String stream, String key, String data) {
        addFields(
                stream,
                "key",
                key,
                "event",
                "{\"name\":\"n\",\"channel\":\"%s\",\"data\":\"%s\"}".formatted(key, data));
    }

    void addFields(String stream, String... fields) {
        Request command = Request.cmd(Command.XADD).arg(stream).arg("*");
        for (String field : fields) {
            command.arg(field);
        }
        Response unused = send(command);
    }

    /** The fields of all records, oldest first. */
    List<Map<String, String>> records(String stream) {
        List<Map<String, String>> records = new ArrayList<>();
        for (Response record :
                send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))) {
            Map<String, String> fields = new LinkedHashMap<>();
            Response pairs = record.get(1);
            for (int i = 0; i < pairs.size(); i += 2) {
                fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
            }
            records.add(fields);
        }
        return records;
    }

    /** How many records were read and not acknowledged. */
    int pending(String stream) {
        return send(Request.cmd(Command.XPENDING).arg(stream).arg("usher"))
                .get(0)
                .toInteger();
    }

    void delete(String key) {
        Response unused = send(Request.cmd(Command.DEL).arg(key));
    }

    private Response send(Request command) {
        while (!closed) {
            try {
                return redis.send(command)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException away) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        throw new IllegalStateException("the test is over");
    }

    @Override
    public void close() {
        closed = true;
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

package dev.usher.redisstream;

import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record of a stream.
 *
 * @param id as Redis gave it
 * @param key what orders it, if it says so
 * @param event the event, as the body of {@code POST /events}; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record StreamRecord(String id, Optional<String> key, byte[] event) {

    private static final String KEY = "key";
    private static final String EVENT = "event";

    /** The records of an array of them, each an id with its fields and their values in turn. */
    static List<StreamRecord> list(Response records) {
        List<StreamRecord> list = new ArrayList<>(records.size());
        for (Response each : records) {
            list.add(of(each.get(0).toString(), each.get(1)));
        }
        return list;
    }

    private static StreamRecord of(String id, Response fields) {
        Optional<String> key = Optional.empty();
        byte[] event = {};
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            switch (fields.get(i).toString()) {
                case KEY -> key = Optional.of(fields.get(i + 1).toString());
                case EVENT -> event = fields.get(i + 1).toBytes();
                default -> {
                    // A producer's own.
                }
            }
        }
        return new StreamRecord(id, key, event);
    }
}

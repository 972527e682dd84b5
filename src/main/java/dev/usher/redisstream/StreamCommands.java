package dev.usher.redisstream;

import dev.usher.intake.Verdict.Poison;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The commands by which a stream is read, and told what became of its records. */
interface StreamCommands {

    /**
     * Has a pod be counted, and keep the lease or take it if it is free.
     *
     * @param pod the pod's name
     * @param token what the lease is held by; another each time it is taken
     * @param wanted whether it is to be taken if it is free
     * @param lease how long both last
     */
    Uni<Attendance> attend(StreamKeys keys, String pod, String token, boolean wanted, Duration lease);

    /** Gives the lease back, if it is still held by that token, and with it the place among the pods if it is left. */
    Uni<Void> leave(StreamKeys keys, String pod, String token, boolean forGood);

    /**
     * What was read before and not acknowledged, whoever read it.
     *
     * @param cursor where to go on
     * @return fails with {@link LeaseLostException} if the lease is not held by that token
     */
    Uni<Pending> pending(StreamKeys keys, String token, String cursor, int count);

    /**
     * What nobody has read yet.
     *
     * @return fails with {@link LeaseLostException} if the lease is not held by that token
     */
    Uni<Fresh> fresh(StreamKeys keys, String token, int count);

    /** Waits until there is something behind that id, or for a while. Keeps a connection to itself as long as it does. */
    Uni<Void> await(StreamKeys keys, String id);

    Uni<Void> acknowledge(StreamKeys keys, List<String> ids);

    /** Copies a record to where those lie that never can be published, and acknowledges it, as one. */
    Uni<Void> putAside(StreamKeys keys, String id, Poison poison);

    /**
     * Where a pod stands with a stream.
     *
     * @param holds whether it reads the stream
     * @param pods how many would
     * @param unsettled how many records nobody has acknowledged, where Redis can tell
     */
    record Attendance(boolean holds, int pods, Optional<Long> unsettled) {

        static Attendance of(Response answer) {
            long unsettled = answer.get(2).toLong();
            return new Attendance(
                    answer.get(0).toInteger() == 1,
                    answer.get(1).toInteger(),
                    unsettled < 0 ? Optional.empty() : Optional.of(unsettled));
        }
    }

    /**
     * Some of what was read before.
     *
     * @param cursor where to go on; {@code 0-0} at the end
     * @param gone how many were read, and taken out of the stream before they were acknowledged
     */
    record Pending(String cursor, List<StreamRecord> records, int gone) {

        static final String START = "0-0";

        static Pending of(Response answer) {
            return new Pending(
                    answer.get(0).toString(),
                    StreamRecord.list(answer.get(1)),
                    answer.get(2).size());
        }

        boolean isLast() {
            return cursor.equals(START);
        }
    }

    /**
     * Some of what is new.
     *
     * @param last the last record that somebody has read
     */
    record Fresh(String last, List<StreamRecord> records) {

        static Fresh of(Response answer) {
            return new Fresh(answer.get(0).toString(), StreamRecord.list(answer.get(1)));
        }
    }
}

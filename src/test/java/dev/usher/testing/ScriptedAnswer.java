package dev.usher.testing;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.BiConsumer;

/** What a {@link ScriptedChannels} does about a call: which of its events it takes, and what it sends back. */
public final class ScriptedAnswer {

    private static final String CHUNK = "x".repeat(16 * 1024);

    private final Share share;
    private final BiConsumer<ScriptedConnection, String> reply;

    private ScriptedAnswer(Share share, BiConsumer<ScriptedConnection, String> reply) {
        this.share = share;
        this.reply = reply;
    }

    /** Takes all, and says so. */
    public static ScriptedAnswer ok() {
        return new ScriptedAnswer(Share.ALL, (connection, answer) -> connection.answer(200, "", answer));
    }

    /** Takes all, says so, and closes the connection without having said that it would. */
    public static ScriptedAnswer okAndClose() {
        return new ScriptedAnswer(Share.ALL, (connection, answer) -> {
            connection.answer(200, "", answer);
            connection.close();
        });
    }

    /** Takes nothing, and answers with that status. */
    public static ScriptedAnswer status(int status) {
        return new ScriptedAnswer(Share.NONE, (connection, answer) -> connection.answer(status, "", "words"));
    }

    /** Takes nothing, and answers with that status and when to come back. */
    public static ScriptedAnswer status(int status, int retryAfterSeconds) {
        String header = "Retry-After: " + retryAfterSeconds + "\r\n";
        return new ScriptedAnswer(Share.NONE, (connection, answer) -> connection.answer(status, header, "words"));
    }

    /** Takes nothing, and does not answer. */
    public static ScriptedAnswer hang() {
        return new ScriptedAnswer(Share.NONE, (connection, answer) -> {});
    }

    /** Takes nothing, and closes the connection. */
    public static ScriptedAnswer close() {
        return new ScriptedAnswer(Share.NONE, (connection, answer) -> connection.close());
    }

    /** Takes all, and answers byte by byte, so long apart. */
    public static ScriptedAnswer drip(Duration apart) {
        return new ScriptedAnswer(
                Share.ALL, (connection, answer) -> connection.drip(ScriptedConnection.bytes(200, "", answer), apart));
    }

    /** Takes all, and answers with what is no HTTP. */
    public static ScriptedAnswer garbage() {
        return new ScriptedAnswer(
                Share.ALL, (connection, answer) -> connection.send(Buffer.buffer("\u0016\u0003 no HTTP\r\n\r\n\r\n")));
    }

    /** Takes all, and answers with a success that holds no JSON. */
    public static ScriptedAnswer page() {
        return new ScriptedAnswer(Share.ALL, (connection, answer) -> connection.answer(200, "", "<html>"));
    }

    /** Takes all, announces the whole answer, and closes the connection after a part of it. */
    public static ScriptedAnswer cutOff() {
        return new ScriptedAnswer(Share.ALL, (connection, answer) -> {
            Buffer whole = ScriptedConnection.bytes(200, "", answer);
            connection.send(whole.slice(0, whole.length() - 1));
            connection.close();
        });
    }

    /** Takes all, and answers without an end. */
    public static ScriptedAnswer endless() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(CHUNK.length()) + "\r\n" + CHUNK + "\r\n";
        return new ScriptedAnswer(Share.ALL, (connection, answer) -> {
            connection.send(Buffer.buffer(head));
            connection.sendForEver(Buffer.buffer(chunk));
        });
    }

    /** The same reply of a server that has taken all the same. */
    public ScriptedAnswer takingAll() {
        return new ScriptedAnswer(Share.ALL, reply);
    }

    /** The same reply of a server that has taken the first half of the events, and of an odd number the smaller one. */
    public ScriptedAnswer takingHalf() {
        return new ScriptedAnswer(Share.HALF, reply);
    }

    int share(int events) {
        return switch (share) {
            case NONE -> 0;
            case HALF -> events / 2;
            case ALL -> events;
        };
    }

    /** @param answer of a server that is well */
    void reply(ScriptedConnection connection, String answer) {
        reply.accept(connection, answer);
    }

    private enum Share {
        NONE,
        HALF,
        ALL
    }
}

package dev.usher.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to a {@link ScriptedChannels}: HTTP/1.1 by hand, so that every byte is the script's. Takes one call after
 * another; what a client sends before it has its answer waits.
 */
final class ScriptedConnection {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    private final Vertx vertx;
    private final NetSocket socket;
    private final RecordParser parser;
    private final Caller caller;

    private String head = "";
    private boolean leftUnread;
    private boolean closed;

    ScriptedConnection(Vertx vertx, NetSocket socket, Caller caller) {
        this.vertx = vertx;
        this.socket = socket;
        this.caller = caller;
        this.parser = RecordParser.newDelimited(END_OF_HEAD, socket);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> {
            closed = true;
            caller.gone();
        });
        parser.handler(this::read);
    }

    private void read(Buffer part) {
        if (closed || leftUnread) {
            return;
        }
        if (head.isEmpty()) {
            readHead(part.toString(StandardCharsets.ISO_8859_1));
        } else {
            called(part);
        }
    }

    private void readHead(String read) {
        head = read;
        if (!caller.head(target())) {
            leftUnread = true;
            return;
        }
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (size == 0) {
            called(Buffer.buffer());
        } else {
            parser.fixedSizeMode(size);
        }
    }

    private void called(Buffer body) {
        String method = head.substring(0, Math.max(0, head.indexOf(' ')));
        String target = target();
        head = "";
        parser.pause();
        parser.delimitedMode(END_OF_HEAD);
        caller.called(method, target, body);
    }

    private String target() {
        String[] line = head.split("\\s", 3);
        return line.length < 3 ? "" : line[1];
    }

    /** The bytes of an answer. */
    static Buffer bytes(int status, String headers, String body) {
        Buffer content = Buffer.buffer(body);
        return Buffer.buffer("HTTP/1.1 %d Scripted\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(status, headers, content.length()))
                .appendBuffer(content);
    }

    /** Answers, and is there for the next call. */
    void answer(int status, String headers, String body) {
        send(bytes(status, headers, body));
        parser.resume();
    }

    void send(Buffer bytes) {
        if (!closed) {
            socket.write(bytes).onComplete(written -> {});
        }
    }

    /** Sends it byte by byte, and is there for the next call. */
    void drip(Buffer bytes, Duration apart) {
        if (closed) {
            return;
        }
        send(bytes.slice(0, 1));
        if (bytes.length() == 1) {
            parser.resume();
        } else {
            vertx.setTimer(apart.toMillis(), due -> drip(bytes.slice(1, bytes.length()), apart));
        }
    }

    /** Sends it again and again, for as long as the client reads. */
    void sendForEver(Buffer bytes) {
        if (!closed) {
            socket.write(bytes).onSuccess(written -> sendForEver(bytes));
        }
    }

    void close() {
        socket.close().onComplete(done -> {});
    }

    /** Who is told of what comes. */
    interface Caller {

        /** The head of a call was read: whether the rest is to be read. */
        boolean head(String target);

        void called(String method, String target, Buffer body);

        void gone();
    }

    /** Opens it for a caller, who has to know it. */
    interface Opening {
        ScriptedConnection open(Caller caller);
    }
}

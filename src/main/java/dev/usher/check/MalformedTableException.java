package dev.usher.check;

import java.io.Serial;

/** A table cannot be read. */
final class MalformedTableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int line;

    MalformedTableException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where it cannot be read, from 1. */
    int line() {
        return line;
    }
}

package dev.usher.embedded.broker;

import java.io.Serial;

/** JSON from outside does not have the form that the protocol gives it. The message says what is expected. */
final class MalformedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}

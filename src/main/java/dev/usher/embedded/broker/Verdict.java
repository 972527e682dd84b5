package dev.usher.embedded.broker;

import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a request to the HTTP API comes from one who holds the secret. */
sealed interface Verdict {

    record Genuine() implements Verdict {}

    /** @param reason in the words of Pusher's verifier */
    record Rejected(String reason) implements Verdict {}

    default <T> T fold(Supplier<T> genuine, Function<Rejected, T> rejected) {
        return this instanceof Rejected it ? rejected.apply(it) : genuine.get();
    }
}

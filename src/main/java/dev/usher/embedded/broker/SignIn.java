package dev.usher.embedded.broker;

import java.util.function.Function;

/** What the {@link Doorkeeper} says to one who wants to sign in. */
sealed interface SignIn {

    record Accepted(User user) implements SignIn {}

    record Refused(ProtocolError error) implements SignIn {}

    default <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
        if (this instanceof Accepted it) {
            return accepted.apply(it);
        }
        return refused.apply((Refused) this);
    }
}

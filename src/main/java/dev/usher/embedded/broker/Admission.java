package dev.usher.embedded.broker;

import java.util.Optional;
import java.util.function.Function;

/** What the {@link Doorkeeper} says to one who wants to join a channel. */
sealed interface Admission {

    /** May join; as a member where the channel knows its members. */
    record Admitted(Optional<Member> member) implements Admission {}

    record Refused(ProtocolError error) implements Admission {}

    default <T> T fold(Function<Admitted, T> admitted, Function<Refused, T> refused) {
        if (this instanceof Admitted it) {
            return admitted.apply(it);
        }
        return refused.apply((Refused) this);
    }
}

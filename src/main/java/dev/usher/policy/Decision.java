package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.Objects;
import java.util.function.Function;

/** What the policy answers. */
public sealed interface Decision {

    /** @param rule the name of the rule that allows it */
    record Allowed(String rule) implements Decision {

        /** Rules that are not compiled as strictly as these can give null, which nobody could put on record. */
        public Allowed {
            Objects.requireNonNull(rule, "the rule has no name");
        }
    }

    /** No rule allows the action on the channel. */
    record Denied(Action action, ChannelName channel) implements Decision {}

    /** Answers with the function of the case that this decision is. */
    default <R> R fold(Function<Allowed, R> ifAllowed, Function<Denied, R> ifDenied) {
        return this instanceof Allowed allowed ? ifAllowed.apply(allowed) : ifDenied.apply((Denied) this);
    }
}

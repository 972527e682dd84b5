package dev.usher.policy;

import dev.usher.channel.Alphabet;
import java.util.Set;

/**
 * Who calls, as their verified token says it.
 *
 * @param subject the token's {@code sub}, never blank
 * @param roles what the token lets the caller act as
 * @param claims all that the token says, {@code sub} included
 */
public record Caller(String subject, Set<String> roles, Claims claims) {

    /** @throws IllegalArgumentException if the subject is blank: nobody is {@code private-user-} or -null */
    public Caller {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("the subject is blank");
        }
        roles = Set.copyOf(roles);
    }

    /** The subject in a form that may stand in a log: it can hold whatever the issuer let the user choose. */
    public String loggable() {
        return Alphabet.encode(subject).orElse("?");
    }
}

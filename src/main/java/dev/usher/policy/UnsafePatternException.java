package dev.usher.policy;

import java.io.Serial;

/** A pattern cannot be used. The message says what is wrong with it and how to write what was probably meant. */
public final class UnsafePatternException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    static UnsafePatternException reachesInto(ChannelPattern pattern, ChannelPattern other) {
        return new UnsafePatternException(
                pattern.toString(),
                ("reaches into \"%s\", because a claim may begin like the text in there, as in a nickname user-43; let the"
                                + " two begin differently, such as private-nick-{nick} beside private-user-{sub}")
                        .formatted(other));
    }

    UnsafePatternException(String pattern, String reason) {
        super("the pattern \"%s\" %s".formatted(pattern, reason));
    }
}

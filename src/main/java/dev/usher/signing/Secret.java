package dev.usher.signing;

/** The secret of a Channels app. Prints as nothing, so that it cannot reach a log or an error by accident. */
public final class Secret {

    private final String value;

    /** @throws IllegalArgumentException if the value is blank */
    public Secret(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret is blank");
        }
        this.value = value;
    }

    /** The secret itself, for a library that must be given it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}

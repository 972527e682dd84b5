package dev.usher.channel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * UTF-8 without mercy. What has no form in it is replaced by a question mark elsewhere, and so becomes something that
 * nobody wrote, or that somebody else did.
 */
public final class Utf8 {

    private Utf8() {}

    /** The bytes of a text, or empty for one that holds half of a surrogate pair. */
    static Optional<ByteBuffer> encode(String text) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** How many bytes a text has, or empty for one that holds half of a surrogate pair. */
    public static OptionalInt length(String text) {
        Optional<ByteBuffer> bytes = encode(text);
        return bytes.isPresent() ? OptionalInt.of(bytes.get().remaining()) : OptionalInt.empty();
    }
}

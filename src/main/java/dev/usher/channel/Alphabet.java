package dev.usher.channel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The characters that the name of a channel or the id of a user may hold, and the one way in which other text is
 * written in them.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/#channel-naming-conventions">Channel naming
 *     conventions</a>
 */
public final class Alphabet {

    /** How the alphabet is spelled out in messages. */
    static final String DESCRIPTION = "A-Z a-z 0-9 _ - = @ , . ;";

    /** Introduces an encoded byte; always encoded itself, which is what makes the encoding injective. */
    private static final char ESCAPE = '=';

    private static final String PUNCTUATION = "_-=@,.;";
    private static final String HEX = "0123456789ABCDEF";

    private Alphabet() {}

    /** Whether a name may hold the character. Looks at ASCII only: an Arabic digit is no digit here. */
    public static boolean contains(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }

    /**
     * Writes any text in this alphabet: {@code =} and every byte of its UTF-8 form that a name may not hold becomes
     * {@code =} and two upper-case hexadecimal digits, so {@code auth0|1} becomes {@code auth0=7C1}. No two texts
     * share a form, so nobody can choose a claim that turns into someone else's channel.
     *
     * @return the encoded text, or empty for text that has no UTF-8 form (it holds half of a surrogate pair): encoders
     *     replace such a half by a question mark, and two users would share a channel
     */
    public static Optional<String> encode(String text) {
        if (text.chars().allMatch(c -> contains((char) c) && c != ESCAPE)) {
            return Optional.of(text);
        }
        return Utf8.encode(text).map(Alphabet::encode);
    }

    private static String encode(ByteBuffer bytes) {
        StringBuilder encoded = new StringBuilder(bytes.remaining() + 8);
        while (bytes.hasRemaining()) {
            int unsigned = bytes.get() & 0xFF;
            char c = (char) unsigned;
            if (contains(c) && c != ESCAPE) {
                encoded.append(c);
            } else {
                encoded.append(ESCAPE).append(HEX.charAt(unsigned >> 4)).append(HEX.charAt(unsigned & 0xF));
            }
        }
        return encoded.toString();
    }

    /** Whether the text is what {@link #encode} makes of some text, and so stands for exactly that one. */
    static boolean isEncoded(String text) {
        return decode(text).isPresent();
    }

    /** The one text of which {@link #encode} makes this one, or empty if there is none. */
    public static Optional<String> decode(String text) {
        return read(text).filter(decoded -> encode(decoded).filter(text::equals).isPresent());
    }

    private static Optional<String> read(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!contains(c)) {
                return Optional.empty();
            }
            if (c != ESCAPE) {
                bytes.write(c);
            } else if (i + 2 < text.length()) {
                bytes.write(HEX.indexOf(text.charAt(++i)) << 4 | HEX.indexOf(text.charAt(++i)));
            }
        }
        // What is not encoded as it should be (lower-case digits, a letter, broken UTF-8) decodes to something that
        // does not encode to the same text again.
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    /**
     * How many marks the text holds that no {@linkplain #encode encoded} text can hold: a {@code =} before a
     * character that is neither a hexadecimal digit nor another {@code =}, such as {@code =.} in {@code a=.b}. Such a
     * mark shows where an encoded value ends.
     */
    public static int marks(String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text, i)) {
                marks++;
            }
        }
        return marks;
    }

    /** Whether there is such a mark at this place of the text. */
    public static boolean isMark(String text, int place) {
        if (place + 1 >= text.length() || text.charAt(place) != ESCAPE) {
            return false;
        }
        char next = text.charAt(place + 1);
        return next != ESCAPE && HEX.indexOf(next) < 0;
    }

    /** The text from its first mark on; empty if it has none. */
    public static String fromFirstMark(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text, i)) {
                return text.substring(i);
            }
        }
        return "";
    }

    /** Checks that the text is 1 to {@code maxLength} characters of this alphabet. */
    static void check(String what, String text, int maxLength) {
        InvalidNameException.checkLength(what, text, maxLength);
        for (int i = 0; i < text.length(); i++) {
            if (!contains(text.charAt(i))) {
                throw InvalidNameException.illegalCharacter(what, text, i, DESCRIPTION);
            }
        }
    }

    /** Checks that the text means itself in a path, as the HTTP API has it (RFC 3986, section 3.3). */
    static void checkInPath(String what, String text) {
        if (text.equals(".") || text.equals("..")) {
            throw new InvalidNameException(
                    what + " cannot be told to the Channels server (expected: another than . and ..)");
        }
    }
}

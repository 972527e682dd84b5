package dev.usher.access;

/**
 * A line of the log that programs read: {@code key=value key="text"}, as logfmt has it. A text that somebody else chose
 * is quoted, whatever it is, and holds neither a quotation mark nor a line break as such: it cannot end its own value
 * and begin another, or another line.
 */
final class LogLine {

    /** A claim may be as long as a token; of a channel's name and of a rule's this is all. */
    static final int MAX_TEXT = 256;

    private static final String CUT = "...";

    private final StringBuilder line = new StringBuilder(256);

    /** A word or number of ours. */
    LogLine word(String key, Object word) {
        begin(key).append(word);
        return this;
    }

    /** A text that may hold anything; beyond its first {@value #MAX_TEXT} characters it is cut off. */
    LogLine text(String key, String text) {
        begin(key).append('"');
        text.chars().limit(MAX_TEXT).forEach(c -> quote((char) c));
        line.append(text.length() > MAX_TEXT ? CUT : "").append('"');
        return this;
    }

    private StringBuilder begin(String key) {
        return line.append(line.isEmpty() ? "" : " ").append(key).append('=');
    }

    /** As JSON writes texts (RFC 8259, section 7), and whatever is not of ASCII by its number. */
    private void quote(char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (c >= ' ' && c <= '~') {
            line.append(c);
        } else {
            line.append("\\u%04x".formatted((int) c));
        }
    }

    @Override
    public String toString() {
        return line.toString();
    }
}

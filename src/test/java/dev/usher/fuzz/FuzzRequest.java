package dev.usher.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * One generated request.
 *
 * @param target path and query
 * @param contentType or empty for none
 */
record FuzzRequest(String method, String target, String contentType, byte[] body) {

    static FuzzRequest get(String target) {
        return new FuzzRequest("GET", target, "", new byte[0]);
    }

    /** The body as text, in which every byte is a character, for whoever reads of a failure. */
    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return method + " " + target + " [" + contentType + "] " + text();
    }
}

package dev.usher.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One generated request.
 *
 * @param target path and query
 */
record FuzzRequest(String method, String target, Map<String, String> headers, byte[] body) {

    static FuzzRequest get(String target) {
        return new FuzzRequest("GET", target, Map.of(), new byte[0]);
    }

    /** @param contentType or empty for none */
    static FuzzRequest post(String path, String contentType, byte[] body) {
        return new FuzzRequest(
                "POST", path, contentType.isEmpty() ? Map.of() : Map.of("Content-Type", contentType), body);
    }

    FuzzRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new FuzzRequest(method, target, more, body);
    }

    /** The body as text, in which every byte is a character, for whoever reads of a failure. */
    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + " " + text();
    }
}

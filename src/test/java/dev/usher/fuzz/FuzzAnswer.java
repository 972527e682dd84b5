package dev.usher.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** What was made of a generated request. */
record FuzzAnswer(int status, String contentType, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();

    JsonNode json() throws IOException {
        return JSON.readTree(body);
    }
}

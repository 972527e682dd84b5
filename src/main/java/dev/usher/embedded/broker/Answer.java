package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;

/** What the HTTP API answers: an object when it worked, plain text when it did not, as at Pusher. */
record Answer(int status, String contentType, String body) {

    static Answer ok(ObjectNode object) {
        return new Answer(200, "application/json", object.toString());
    }

    static Answer refused(int status, String reason) {
        return new Answer(status, "text/plain; charset=utf-8", reason);
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Content-Type", contentType).end(body);
    }
}

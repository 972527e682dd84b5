package dev.usher.embedded.broker;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** A request to the HTTP API whose signature is right. */
record ApiRequest(RoutingContext context, MultiMap query, Buffer body) {

    /** A segment of the path that its route names, decoded. */
    String segment(String name) {
        return Objects.requireNonNull(context.pathParam(name));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** @throws MalformedException if the body is no JSON object */
    Received json() {
        return Received.parse("The body", body.toString(StandardCharsets.UTF_8));
    }
}

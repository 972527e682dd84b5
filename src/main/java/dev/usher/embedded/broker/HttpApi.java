package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.InvalidNameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * The two endpoints of the HTTP API with which backends publish.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">The HTTP API</a>
 */
final class HttpApi {

    private final String appId;
    private final RequestVerifier verifier;
    private final Hub hub;

    HttpApi(String appId, RequestVerifier verifier, Hub hub) {
        this.appId = appId;
        this.verifier = verifier;
        this.hub = hub;
    }

    void publish(RoutingContext context) {
        serve(context, this::publish);
    }

    void publishBatch(RoutingContext context) {
        serve(context, this::publishBatch);
    }

    private void serve(RoutingContext context, Function<Received, Answer> operation) {
        if (!appId.equals(context.pathParam("appId"))) {
            Answer.refused(404, "Unknown app id").send(context.response());
            return;
        }
        RawBody.read(context)
                .map(body ->
                        body.map(bytes -> answer(context, bytes, operation)).orElseGet(HttpApi::bodyTooLarge))
                .onSuccess(answer -> answer.send(context.response()))
                .onFailure(context::fail);
    }

    private Answer answer(RoutingContext context, Buffer body, Function<Received, Answer> operation) {
        // The path by which the route was found, so that it is one of this API's whatever the request line said.
        return verifier.verify(context.request().method().name(), context.normalizedPath(), context.queryParams(), body)
                .fold(() -> perform(body, operation), rejected -> Answer.refused(401, rejected.reason()));
    }

    private static Answer perform(Buffer body, Function<Received, Answer> operation) {
        try {
            return operation.apply(Received.parse("The body", body.toString(StandardCharsets.UTF_8)));
        } catch (MalformedException | InvalidNameException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private Answer publish(Received body) {
        Publication publication = Publication.parse(body);
        if (DataLimit.isExceededBy(publication.data())) {
            return Answer.refused(413, DataLimit.MESSAGE);
        }
        deliver(publication);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!publication.info().isEmpty()) {
            ObjectNode channels = answer.putObject("channels");
            publication.channels().forEach(channel -> channels.set(channel.value(), attributes(publication, channel)));
        }
        return Answer.ok(answer);
    }

    private Answer publishBatch(Received body) {
        List<Publication> publications = Publication.parseBatch(body);
        if (publications.stream().map(Publication::data).anyMatch(DataLimit::isExceededBy)) {
            return Answer.refused(413, DataLimit.MESSAGE);
        }
        publications.forEach(this::deliver);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (publications.stream().anyMatch(publication -> !publication.info().isEmpty())) {
            ArrayNode batch = answer.putArray("batch");
            publications.forEach(publication ->
                    publication.channels().forEach(channel -> batch.add(attributes(publication, channel))));
        }
        return Answer.ok(answer);
    }

    private void deliver(Publication publication) {
        for (ChannelName channel : publication.channels()) {
            hub.publish(channel, publication.name(), publication.data(), publication.except());
        }
    }

    private ObjectNode attributes(Publication publication, ChannelName channel) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        Occupancy occupancy = hub.occupancy(channel);
        publication.info().forEach(attribute -> attribute.write(occupancy, attributes));
        return attributes;
    }

    private static Answer bodyTooLarge() {
        return Answer.refused(413, "The body exceeds " + RawBody.MAX_BYTES + " bytes");
    }
}

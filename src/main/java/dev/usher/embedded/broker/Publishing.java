package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the HTTP API does with the events of backends.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-event-trigger-an-event">The
 *     HTTP API, POST event</a>
 */
final class Publishing {

    private final Hub hub;

    Publishing(Hub hub) {
        this.hub = hub;
    }

    Answer publish(ApiRequest request) {
        Publication publication = Publication.parse(request.json());
        if (DataLimit.isExceededBy(publication.data())) {
            return Answer.refused(413, DataLimit.MESSAGE);
        }
        deliver(publication);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!publication.info().isEmpty()) {
            ObjectNode channels = answer.putObject("channels");
            publication.topics().forEach(topic -> channels.set(topic.text(), attributes(publication, topic)));
        }
        return Answer.ok(answer);
    }

    Answer publishBatch(ApiRequest request) {
        List<Publication> publications = Publication.parseBatch(request.json());
        if (publications.stream().map(Publication::data).anyMatch(DataLimit::isExceededBy)) {
            return Answer.refused(413, DataLimit.MESSAGE);
        }
        publications.forEach(this::deliver);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (publications.stream().anyMatch(publication -> !publication.info().isEmpty())) {
            ArrayNode batch = answer.putArray("batch");
            publications.forEach(
                    publication -> publication.topics().forEach(topic -> batch.add(attributes(publication, topic))));
        }
        return Answer.ok(answer);
    }

    private void deliver(Publication publication) {
        for (Topic topic : publication.topics()) {
            hub.publish(topic, publication.name(), publication.data(), publication.except());
        }
    }

    private ObjectNode attributes(Publication publication, Topic topic) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        Snapshot snapshot = hub.snapshot(topic);
        publication.info().forEach(attribute -> attribute.write(snapshot, attributes));
        return attributes;
    }
}

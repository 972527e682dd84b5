package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import com.pusher.rest.PusherAbstract;
import dev.usher.channel.ChannelName;
import dev.usher.channel.UserId;
import dev.usher.delivery.Call;
import dev.usher.tracing.CallSpans;
import dev.usher.tracing.OutgoingCall;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The calls of the HTTP API: Pusher's own library, which serialises and signs, on a transport that does not block.
 * Whatever takes signing is done when a result is subscribed to. That the server fails is a result.
 */
@Singleton
class PusherApi {

    private static final String GET = "GET";
    private static final String POST = "POST";

    private final Supplier<Library> library;
    private final HttpTransport transport;
    private final ServerProfile profile;
    private final UpstreamAnswers answers;
    private final CallSpans spans;

    PusherApi(Supplier<ChannelsApp> app, ServerProfile profile, HttpTransport transport, CallSpans spans) {
        this.library = new MadeOf<>(app, Library::new);
        this.transport = transport;
        this.profile = profile;
        this.answers = new UpstreamAnswers(profile);
        this.spans = spans;
    }

    /**
     * {@code POST /events}, or {@code POST /batch_events}.
     *
     * @param time in which it has to be answered
     */
    Uni<UpstreamResult<JsonNode>> publish(Call call, EventBodies bodies, Duration time) {
        return Uni.createFrom().deferred(() -> {
            Library signing = library.get();
            String path = call.isBatch() ? "/batch_events" : "/events";
            OutgoingCall shown = new OutgoingCall(
                    POST, path, signing.server(), call.callers(), call.parts().size(), call.resends());
            Signed request = signing.post(path, bodies.of(call));
            return traced(shown, () -> transport.publishing().send(request, time));
        });
    }

    /** {@code GET /channels}. */
    Uni<UpstreamResult<JsonNode>> channels(Map<String, String> parameters) {
        return ask(GET, "/channels", signing -> signing.get("/channels", parameters));
    }

    /** {@code GET /channels/<name>}. */
    Uni<UpstreamResult<JsonNode>> channel(ChannelName name, Map<String, String> parameters) {
        return ask(GET, "/channels/{name}", signing -> signing.get("/channels/" + name, parameters));
    }

    /** {@code GET /channels/<name>/users}. */
    Uni<UpstreamResult<JsonNode>> users(ChannelName name) {
        return ask(
                GET,
                "/channels/{name}/users",
                signing -> signing.get("/channels/" + name + "/users"),
                answer -> profile.forgetsVacantChannels() && answer.isNothing() ? answer.asSuccess() : answer);
    }

    /** {@code POST /users/<id>/terminate_connections}. */
    Uni<UpstreamResult<JsonNode>> terminate(UserId user) {
        // Not every server knows what to make of an empty body.
        return ask(
                POST,
                "/users/{id}/terminate_connections",
                signing -> signing.post("/users/" + user + "/terminate_connections", "{}"));
    }

    private Uni<UpstreamResult<JsonNode>> ask(String method, String template, Function<Library, Signed> question) {
        return ask(method, template, question, UnaryOperator.identity());
    }

    private Uni<UpstreamResult<JsonNode>> ask(
            String method, String template, Function<Library, Signed> question, UnaryOperator<UpstreamAnswer> reading) {
        return Uni.createFrom().deferred(() -> {
            Library signing = library.get();
            OutgoingCall shown = new OutgoingCall(method, template, signing.server(), Set.of(spans.caller()), 0, 0);
            Signed request = question.apply(signing);
            return traced(shown, () -> transport.questions().send(request).map(reading));
        });
    }

    private Uni<UpstreamResult<JsonNode>> traced(OutgoingCall shown, Supplier<Uni<UpstreamAnswer>> call) {
        return spans.around(
                shown,
                span -> Uni.createFrom()
                        .deferred(call::get)
                        .invoke(answer -> span.answered(answer.status()))
                        .map(answers::read)
                        .onFailure()
                        .recoverWithItem(UpstreamAnswers::missing),
                result -> result.fold(
                        answer -> Optional.empty(),
                        failure -> Optional.of(failure.reason().label())));
    }

    /** The library. Its own methods that publish are of no use: they lack {@code info}, users, and limits. */
    static final class Library extends PusherAbstract<Signed> {

        private final OutgoingCall.Server server;

        Library(ChannelsApp app) {
            super(app.id(), app.key(), app.secret().reveal());
            this.server = new OutgoingCall.Server(
                    app.endpoint().host(), app.endpoint().port());
            setHost(app.endpoint().authority());
            // Not end-to-end encryption but TLS, which the library leaves off unless told.
            setEncrypted(app.endpoint().tls());
        }

        OutgoingCall.Server server() {
            return server;
        }

        @Override
        protected Signed doPost(URI uri, String body) {
            return new Signed(uri, Optional.of(body));
        }

        @Override
        protected Signed doGet(URI uri) {
            return new Signed(uri, Optional.empty());
        }
    }
}

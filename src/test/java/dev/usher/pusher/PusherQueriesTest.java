package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.query.ChannelQueries.ChannelState;
import dev.usher.signing.Secret;
import dev.usher.tracing.CallSpans;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import dev.usher.upstream.UpstreamResult.Answered;
import dev.usher.upstream.UpstreamResult.Failed;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of the servers as their sources write them, in the one form of the protocol. */
final class PusherQueriesTest {

    private static final ChannelName ROOM = new ChannelName("presence-cache-room");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void takesReverbsMissingChannelForOneWithoutUsers() {
        UpstreamResult<List<String>> nobody = new Answered<>(List.of());
        UpstreamResult<List<String>> noApp = new Failed<>(new UpstreamFailure(Reason.MISCONFIGURED));
        assertEquals(nobody, join(server(ServerProfile.REVERB, 404, "{}").users(ROOM)));
        assertEquals(
                noApp,
                join(server(ServerProfile.REVERB, 404, "No matching application")
                        .users(ROOM)));
        assertEquals(noApp, join(server(ServerProfile.PUSHER, 404, "{}").users(ROOM)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pusher        | {'occupied':true,'cache':{'data':'x','ttl':9}}         | {'data':'x','ttl':9}",
                "Pusher, empty | {'occupied':true,'cache':null}                         | null",
                "Reverb        | {'occupied':true,'cache':{'event':'e','data':'x'}}     | {'data':'x'}",
                "soketi        | {'occupied':true,'subscription_count':3,'user_count':1}|",
            })
    void tellsTheCachedEventInOneForm(String server, String body, String cache) {
        Map<ChannelAttribute, JsonNode> told = join(server(ServerProfile.PUSHER, 200, body.replace('\'', '"'))
                        .channel(ROOM, Set.of(ChannelAttribute.CACHE)))
                .fold(ChannelState::attributes, failure -> Map.of());
        assertEquals(
                cache == null ? "" : cache.replace('\'', '"'),
                told.values().stream().map(JsonNode::toString).collect(Collectors.joining()));
    }

    @Test
    void tellsNothingOfAListThatWasNotAskedFor() {
        String soketi = "{\"channels\":{\"presence-a\":{\"subscription_count\":1,\"occupied\":true},\"b\":{}}}";
        assertEquals(
                new Answered<>(Map.of(new ChannelName("presence-a"), Map.of())),
                join(server(ServerProfile.SOKETI, 200, soketi)
                        .occupied(Optional.of("presence-"), Set.of(ChannelAttribute.USER_COUNT))));
    }

    private PusherQueries server(ServerProfile profile, int status, String body) {
        int port = vertx.createHttpServer()
                .requestHandler(
                        request -> request.response().setStatusCode(status).end(body))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        ChannelsApp app = new ChannelsApp(
                "1", "key", new Secret("secret"), Optional.empty(), new ChannelsApp.Endpoint(false, "127.0.0.1", port));
        HttpTransport transport = TestTransport.of(1).over(vertx);
        return new PusherQueries(new PusherApi(() -> app, profile, transport, CallSpans.none()));
    }

    private static <T> T join(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}

package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.access.Asker;
import dev.usher.access.Several;
import dev.usher.channel.SocketId;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers for many channels at once, for each as if it alone had been asked for. */
@Singleton
final class BatchAuthorizer {

    private final ChannelAuthorizer authorizer;

    BatchAuthorizer(ChannelAuthorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * One answer for each channel, by the name as it came.
     *
     * @see <a href="https://github.com/dirkbonhomme/pusher-js-auth">pusher-js-auth, whose form of answer this is</a>
     */
    Uni<Map<String, Entry>> authorize(Asker asker, SocketId socketId, List<String> channels) {
        return Several.inOrder(channels, channel -> answer(asker.withPart(), socketId, channel))
                .map(entries -> byName(channels, entries));
    }

    private Uni<Entry> answer(Asker asker, SocketId socketId, String channel) {
        return Uni.createFrom()
                .deferred(() -> authorizer.authorize(asker, socketId, channel))
                .map(Entry::ok)
                .onFailure(ProblemException.class)
                .recoverWithItem(refused -> Entry.refused(((ProblemException) refused).problem(), asker.id()));
    }

    private static Map<String, Entry> byName(List<String> channels, List<Entry> entries) {
        Map<String, Entry> answers = new LinkedHashMap<>();
        for (int i = 0; i < channels.size(); i++) {
            answers.put(channels.get(i), entries.get(i));
        }
        return answers;
    }

    /**
     * The answer for one channel.
     *
     * @param status as if it alone had been asked for
     * @param data if that is 200
     * @param problem if it is not: the members of the problem document
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Entry(
            @JsonProperty("status") int status,
            @JsonProperty("data") Optional<ChannelAuthorization> data,
            @JsonProperty("problem") Optional<Map<String, Object>> problem) {

        private static Entry ok(ChannelAuthorization authorization) {
            return new Entry(200, Optional.of(authorization), Optional.empty());
        }

        private static Entry refused(Problem problem, CorrelationId id) {
            return new Entry(problem.type().status(), Optional.empty(), Optional.of(problem.asMember(id)));
        }
    }
}

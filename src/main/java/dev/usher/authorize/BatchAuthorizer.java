package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.channel.SocketId;
import dev.usher.policy.Caller;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
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
    Map<String, Entry> authorize(Caller caller, SocketId socketId, List<String> channels) {
        Map<String, Entry> answers = new LinkedHashMap<>();
        channels.forEach(channel -> answers.put(channel, answer(caller, socketId, channel)));
        return answers;
    }

    private Entry answer(Caller caller, SocketId socketId, String channel) {
        try {
            return Entry.ok(authorizer.authorize(caller, socketId, channel));
        } catch (ProblemException e) {
            return Entry.refused(e.problem());
        }
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

        private static Entry refused(Problem problem) {
            return new Entry(problem.type().status(), Optional.empty(), Optional.of(problem.asMember()));
        }
    }
}

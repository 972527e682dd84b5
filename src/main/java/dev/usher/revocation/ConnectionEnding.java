package dev.usher.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.channel.UserId;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the connections, beside a revocation that holds in any case.
 *
 * @param user whose connections, as the Channels server knows the user; empty if that is not known
 * @param terminated whether the Channels server has ended them
 * @param reason why nothing was asked of the Channels server
 * @param problem why it did not do it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ConnectionEnding(
        @JsonProperty("user") Optional<String> user,
        @JsonProperty("terminated") boolean terminated,
        @JsonProperty("reason") Optional<String> reason,
        @JsonProperty("problem") Optional<Map<String, Object>> problem) {

    static ConnectionEnding done(UserId user) {
        return new ConnectionEnding(Optional.of(user.value()), true, Optional.empty(), Optional.empty());
    }

    static ConnectionEnding failed(UserId user, Map<String, Object> problem) {
        return new ConnectionEnding(Optional.of(user.value()), false, Optional.empty(), Optional.of(problem));
    }

    static ConnectionEnding notAsked(String reason) {
        return new ConnectionEnding(Optional.empty(), false, Optional.of(reason), Optional.empty());
    }
}

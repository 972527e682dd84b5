package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What the client hands on to the Channels server to be let in.
 *
 * @param auth {@code <key>:<signature>}
 * @param channelData on a presence channel the member as JSON: a text rather than an object, because it was signed to
 *     the last byte
 * @param sharedSecret on an encrypted channel its key, which the client keeps to itself
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ChannelAuthorization(
        @JsonProperty("auth") String auth,
        @JsonProperty("channel_data") Optional<String> channelData,
        @JsonProperty("shared_secret") Optional<String> sharedSecret) {

    static ChannelAuthorization of(String auth) {
        return new ChannelAuthorization(auth, Optional.empty(), Optional.empty());
    }

    static ChannelAuthorization ofMember(String auth, String channelData) {
        return new ChannelAuthorization(auth, Optional.of(channelData), Optional.empty());
    }

    static ChannelAuthorization ofEncrypted(String auth, String sharedSecret) {
        return new ChannelAuthorization(auth, Optional.empty(), Optional.of(sharedSecret));
    }
}

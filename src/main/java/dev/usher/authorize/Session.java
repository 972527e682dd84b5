package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Reach;
import java.util.List;
import java.util.Optional;

/**
 * What a page has to know to connect on behalf of its user.
 *
 * @param expiresAt when the token ends, as RFC 3339 writes a time
 */
record Session(
        @JsonProperty("user") SessionUser user,
        @JsonProperty("channels") SessionChannels channels,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("connect") ChannelsAddress connect) {

    /**
     * Who the caller is.
     *
     * @param channel their own channel, if the policy lets them join it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record SessionUser(
            @JsonProperty("id") String id,
            @JsonProperty("channel") Optional<String> channel) {

        static SessionUser of(User user, boolean mayJoinOwn) {
            Optional<ChannelName> own = Optional.of(user.id().ownChannel()).filter(channel -> mayJoinOwn);
            return new SessionUser(user.id().value(), own.map(ChannelName::value));
        }
    }

    /**
     * What the caller may join.
     *
     * @param names of channels
     * @param patterns what stands for more channels than can be told; {@code *} is one or more legal characters
     * @param complete whether that is all
     */
    record SessionChannels(
            @JsonProperty("names") List<String> names,
            @JsonProperty("patterns") List<String> patterns,
            @JsonProperty("complete") boolean complete) {

        static SessionChannels of(Reach reach, boolean encrypted) {
            return new SessionChannels(
                    served(reach.names(), encrypted), served(reach.patterns(), encrypted), reach.complete());
        }

        /** Without a key there are no encrypted channels, whatever the policy says. */
        private static List<String> served(List<String> names, boolean encrypted) {
            return names.stream()
                    .filter(name -> encrypted || !ChannelKind.of(name).isEncrypted())
                    .toList();
        }
    }
}

package dev.usher.query;

import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import dev.usher.problem.Problem;
import dev.usher.request.Fields;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what is asked about, so that nothing reaches the Channels server that it would refuse. */
final class ChannelQuestion {

    private ChannelQuestion() {}

    /** The name of the channel that is asked about. */
    static ChannelName name(Fields fields) {
        return fields.required("name", ChannelName::inPath);
    }

    /** What is asked about one channel: what channels of its kind have. */
    static Set<ChannelAttribute> info(Fields fields, ChannelName channel) {
        Set<ChannelAttribute> possible = Arrays.stream(ChannelAttribute.values())
                .filter(attribute -> attribute.isOf(channel.kind()))
                .collect(Collectors.toUnmodifiableSet());
        return fields.optional("info", info -> ChannelAttribute.parse(info, possible))
                .orElse(Set.of());
    }

    /** What the names of the channels in a list begin with: as much of a legal name. */
    static Optional<String> prefix(Fields fields) {
        return fields.optional("prefix", ChannelName::new).map(ChannelName::value);
    }

    /** What is asked about each channel of a list. Pusher counts users there, and only where all have some. */
    static Set<ChannelAttribute> info(Fields fields, Optional<String> prefix) {
        Set<ChannelAttribute> asked = fields.optional(
                        "info", info -> ChannelAttribute.parse(info, Set.of(ChannelAttribute.USER_COUNT)))
                .orElse(Set.of());
        if (!asked.isEmpty()
                && !prefix.map(ChannelKind::of).filter(ChannelKind::isPresence).isPresent()) {
            throw Problem.ofField("info", "asks for user_count, which needs a prefix that begins with presence-")
                    .asException();
        }
        return asked;
    }
}

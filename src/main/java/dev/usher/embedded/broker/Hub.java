package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is on which channel: all the state that connections share.
 *
 * <p>Connections live on different event loops, so one lock guards it. Frames are queued while it is held, which never
 * waits; in return every subscriber sees joins, events and leaves in one and the same order, and nothing of a channel
 * before its own {@code subscription_succeeded}.
 */
final class Hub {

    private final Map<Topic, Channel> channels = new HashMap<>();
    private final Cache cache;
    private final Webhooks webhooks;

    Hub(Cache cache, Webhooks webhooks) {
        this.cache = cache;
        this.webhooks = webhooks;
    }

    /** @return why the subscriber cannot join, or empty once it has joined and been told so */
    synchronized Optional<ProtocolError> join(Topic topic, Subscriber subscriber, Optional<Member> member) {
        Optional<Channel> existing = Optional.ofNullable(channels.get(topic));
        if (existing.filter(channel -> channel.has(subscriber)).isPresent()) {
            return Optional.of(ProtocolError.existingSubscription(topic));
        }
        if (existing.isPresent() && member.filter(existing.get()::isFullFor).isPresent()) {
            return Optional.of(ProtocolError.fullChannel(topic));
        }
        Channel channel = existing.orElseGet(() -> open(topic));
        channel.add(subscriber, member);
        if (topic.isCache()) {
            cache.get(topic)
                    .ifPresentOrElse(cached -> subscriber.send(cached.frame()), () -> missCache(topic, subscriber));
        }
        channel.tellCount();
        return Optional.empty();
    }

    /** @return why the subscriber cannot leave, or empty once it has left */
    synchronized Optional<ProtocolError> leave(Topic topic, Subscriber subscriber) {
        Optional<Channel> joined = joined(topic, subscriber);
        joined.ifPresent(channel -> remove(topic, channel, subscriber));
        return joined.isPresent() ? Optional.empty() : Optional.of(ProtocolError.noSubscription(topic));
    }

    synchronized void leaveAll(Subscriber subscriber) {
        Map.copyOf(channels).forEach((topic, channel) -> {
            if (channel.has(subscriber)) {
                remove(topic, channel, subscriber);
            }
        });
    }

    /** @return why the sender's event is not passed on to the others, or empty once it is */
    synchronized Optional<ProtocolError> relay(Topic topic, Subscriber sender, EventName event, Optional<String> data) {
        Optional<Channel> joined = joined(topic, sender);
        joined.ifPresent(channel -> {
            Optional<Member> member = channel.member(sender);
            channel.broadcast(Frames.clientEvent(topic, event, data, member), Optional.of(sender.socketId()));
            webhooks.tell(topic, name -> WebhookEvent.clientEvent(name, event, data, sender.socketId(), member));
        });
        return joined.isPresent() ? Optional.empty() : Optional.of(ProtocolError.notSubscribedToBroadcast(topic));
    }

    /** Sends a backend's event to everybody on the channel, which may be nobody. A cache channel remembers it. */
    synchronized void publish(Topic topic, EventName event, String data, Optional<SocketId> except) {
        String frame = Frames.event(topic, event, data);
        if (topic.isCache()) {
            cache.put(topic, frame, data);
        }
        Optional.ofNullable(channels.get(topic)).ifPresent(channel -> channel.broadcast(frame, except));
    }

    synchronized Snapshot snapshot(Topic topic) {
        Optional<Channel> channel = Optional.ofNullable(channels.get(topic));
        return new Snapshot(
                channel.map(Channel::userIds).orElse(List.of()),
                channel.map(Channel::size).orElse(0),
                cache.get(topic));
    }

    /** The channels of the application that somebody is on, by name. */
    synchronized SortedMap<ChannelName, Snapshot> occupied(String prefix) {
        SortedMap<ChannelName, Snapshot> occupied = new TreeMap<>(Comparator.comparing(ChannelName::value));
        for (Topic topic : channels.keySet()) {
            topic.channel()
                    .filter(name -> name.value().startsWith(prefix))
                    .ifPresent(name -> occupied.put(name, snapshot(topic)));
        }
        return occupied;
    }

    private Channel open(Topic topic) {
        Channel channel = new Channel(topic, webhooks);
        channels.put(topic, channel);
        webhooks.tell(topic, WebhookEvent::channelOccupied);
        return channel;
    }

    private void missCache(Topic topic, Subscriber subscriber) {
        subscriber.send(Frames.cacheMiss(topic));
        webhooks.tell(topic, WebhookEvent::cacheMiss);
    }

    private void remove(Topic topic, Channel channel, Subscriber subscriber) {
        channel.remove(subscriber);
        channel.tellCount();
        if (channel.isEmpty()) {
            channels.remove(topic);
            webhooks.tell(topic, WebhookEvent::channelVacated);
        }
    }

    private Optional<Channel> joined(Topic topic, Subscriber subscriber) {
        return Optional.ofNullable(channels.get(topic)).filter(channel -> channel.has(subscriber));
    }
}

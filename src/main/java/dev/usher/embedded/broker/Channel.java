package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One channel and who is on it. Guarded by the {@link Hub} that owns it. */
final class Channel {

    /** Pusher's limit for a presence channel. */
    static final int MAX_MEMBERS = 100;

    private record Subscription(Subscriber subscriber, Optional<Member> member) {}

    private final Topic topic;
    private final Webhooks webhooks;

    /** In the order of joining, in which members are listed. */
    private final Map<SocketId, Subscription> subscriptions = new LinkedHashMap<>();

    Channel(Topic topic, Webhooks webhooks) {
        this.topic = topic;
        this.webhooks = webhooks;
    }

    boolean has(Subscriber subscriber) {
        return subscriptions.containsKey(subscriber.socketId());
    }

    /** Whether the member would be one more than a presence channel can hold. */
    boolean isFullFor(Member member) {
        Map<String, Member> members = members();
        return members.size() >= MAX_MEMBERS && !members.containsKey(member.userId());
    }

    void add(Subscriber subscriber, Optional<Member> member) {
        // Others hear of a user once, however many windows that user opens.
        member.filter(newcomer -> !members().containsKey(newcomer.userId())).ifPresent(newcomer -> {
            broadcast(Frames.memberAdded(topic, newcomer), Optional.empty());
            webhooks.tell(topic, name -> WebhookEvent.memberAdded(name, newcomer));
        });
        subscriptions.put(subscriber.socketId(), new Subscription(subscriber, member));
        subscriber.send(
                member.isPresent()
                        ? Frames.subscriptionSucceeded(topic, members().values())
                        : Frames.subscriptionSucceeded(topic));
    }

    void remove(Subscriber subscriber) {
        Optional<Member> member = member(subscriber);
        subscriptions.remove(subscriber.socketId());
        member.filter(leaver -> !members().containsKey(leaver.userId())).ifPresent(leaver -> {
            broadcast(Frames.memberRemoved(topic, leaver), Optional.empty());
            webhooks.tell(topic, name -> WebhookEvent.memberRemoved(name, leaver));
        });
    }

    /**
     * Tells how many connections are on it now, except on presence channels, where members are told of. Pusher does so
     * at each change as well, as long as there are no more than a hundred.
     */
    void tellCount() {
        if (topic.isCounted()) {
            broadcast(Frames.subscriptionCount(topic, size()), Optional.empty());
            webhooks.tell(topic, name -> WebhookEvent.subscriptionCount(name, size()));
        }
    }

    void broadcast(String frame, Optional<SocketId> except) {
        for (Subscription subscription : subscriptions.values()) {
            if (except.filter(subscription.subscriber().socketId()::equals).isEmpty()) {
                subscription.subscriber().send(frame);
            }
        }
    }

    Optional<Member> member(Subscriber subscriber) {
        return Optional.ofNullable(subscriptions.get(subscriber.socketId())).flatMap(Subscription::member);
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    int size() {
        return subscriptions.size();
    }

    List<String> userIds() {
        return List.copyOf(members().keySet());
    }

    /** By user id. What a user's first connection says of the user stands for all of them. */
    private Map<String, Member> members() {
        Map<String, Member> members = new LinkedHashMap<>();
        subscriptions.values().stream()
                .flatMap(subscription -> subscription.member().stream())
                .forEach(member -> members.putIfAbsent(member.userId(), member));
        return members;
    }
}

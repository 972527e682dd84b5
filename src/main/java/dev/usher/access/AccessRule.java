package dev.usher.access;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.Decision;
import io.smallrye.mutiny.Uni;

/**
 * An application's own rule: a CDI bean that knows more than a token says, such as who is in a project at the moment.
 * Like the rules of the policy it can only allow; what neither those nor any of these allows is denied.
 *
 * <pre>{@code
 * @ApplicationScoped
 * class ProjectRule implements AccessRule {
 *     public String name() { return "projects"; }
 *
 *     public Uni<Decision> decide(Caller caller, Action action, ChannelName channel) {
 *         return projects.hasMember(channel, caller.subject())
 *                 .map(member -> member ? new Decision.Allowed(name()) : new Decision.Denied(action, channel));
 *     }
 * }
 * }</pre>
 *
 * <p>All such rules are asked at the same time, and the first that allows decides; the others are cancelled. A rule that
 * fails, gives null or takes longer than {@code usher.access.timeout} has said neither yes nor no: unless another one
 * allows, the caller gets 503 and is asked to come back, since a 403 would be final.
 *
 * <p>Both methods are called on the event loop of the request and must not block it: whoever holds it holds up hundreds
 * of other requests. A rule that has to block runs on a worker:
 * {@code Uni.createFrom().item(…).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())}. The answer may come from any
 * thread.
 */
public interface AccessRule {

    /** What the rule is called in the log and in metrics; always the same. */
    String name();

    /**
     * Whether there may be any channel for which the rule would allow the caller this action. Without rules that may,
     * nothing is read from a caller who could publish nowhere. Must be quick.
     */
    default boolean concerns(Caller caller, Action action) {
        return true;
    }

    /** What the rule says; {@link Decision.Allowed} has the name under which the decision is put on record. */
    Uni<Decision> decide(Caller caller, Action action, ChannelName channel);
}

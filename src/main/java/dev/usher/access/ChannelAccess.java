package dev.usher.access;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides who may do what on which channel, and puts it on record. With no rules of the application's own, or where the
 * policy allows, the answer is there at once, on the thread that asks.
 */
@Singleton
public final class ChannelAccess {

    private final Supplier<ChannelPolicy> policy;
    private final OwnRules ownRules;
    private final DecisionRecord record;

    ChannelAccess(Supplier<ChannelPolicy> policy, OwnRules ownRules, DecisionRecord record) {
        this.policy = policy;
        this.ownRules = ownRules;
        this.record = record;
    }

    /** Whether the caller may do this with the channel. Never fails: what cannot be decided is a ruling as well. */
    public Uni<Ruling> decide(Asker asker, Deed deed, ChannelName channel) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return rule(asker.caller(), deed.action(), channel)
                    .invoke(ruling -> record.add(asker, deed, channel, ruling, System.nanoTime() - start));
        });
    }

    /** The same for several channels, some at a time, with the rulings in their order. */
    public Uni<List<Ruling>> decide(Asker asker, Deed deed, List<ChannelName> channels) {
        return Several.inOrder(channels, channel -> decide(asker, deed, channel));
    }

    /**
     * Whether there may be any channel with which the caller may do this, so that it is worth while to read what the
     * caller wants. A no is on record, as a denial of no certain channel.
     */
    public boolean mayAny(Asker asker, Deed deed) {
        long start = System.nanoTime();
        boolean may = policy.get().allowsAny(asker.caller(), deed.action())
                || (deed != Deed.LIST && ownRules.concern(asker.caller(), deed.action()));
        if (!may) {
            record.add(asker, deed, new Ruling.Denied(), System.nanoTime() - start);
        }
        return may;
    }

    /**
     * Whether the channel is among those that the caller is shown. Lists show what the policy's rules allow: an
     * application's own are not asked about thousands of channels. Not on record, since nobody is refused anything.
     */
    public boolean shows(Caller caller, ChannelName channel) {
        return byPolicy(caller, Deed.LIST.action(), channel) instanceof Ruling.Allowed;
    }

    /** Whether the caller may join the channel, for a page to know. Not on record, since nothing is given for it. */
    public Uni<Boolean> mayJoin(Caller caller, ChannelName channel) {
        return rule(caller, Action.SUBSCRIBE, channel).map(Ruling.Allowed.class::isInstance);
    }

    /** The application's own rules that are asked whether the caller may do this, where the policy does not allow it. */
    public List<String> namesOfOwnRules(Caller caller, Action action) {
        return ownRules.names(caller, action);
    }

    /** A caller is signed in, for which a verified token is enough. */
    public void recordSignIn(Asker asker) {
        record.addSignIn(asker);
    }

    private Uni<Ruling> rule(Caller caller, Action action, ChannelName channel) {
        Ruling byPolicy = byPolicy(caller, action, channel);
        return byPolicy instanceof Ruling.Allowed || !ownRules.concern(caller, action)
                ? Uni.createFrom().item(byPolicy)
                : ownRules.ask(caller, action, channel);
    }

    private Ruling byPolicy(Caller caller, Action action, ChannelName channel) {
        return policy.get()
                .decide(caller, action, channel)
                .fold(allowed -> new Ruling.Allowed(allowed.rule()), denied -> new Ruling.Denied());
    }
}

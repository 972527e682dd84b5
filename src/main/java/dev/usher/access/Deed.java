package dev.usher.access;

import dev.usher.policy.Action;

/** What a caller wants, as it stands on record, and what the policy must allow for it. */
public enum Deed {
    /** Join a channel. */
    SUBSCRIBE("subscribe", Action.SUBSCRIBE),
    /** Send an event to a channel. */
    PUBLISH("publish", Action.PUBLISH),
    /** Know about one channel. */
    QUERY("query", Action.PUBLISH),
    /** Know which channels there are. */
    LIST("list", Action.PUBLISH),
    /** End a user's connections. */
    TERMINATE("terminate", Action.PUBLISH);

    private final String label;
    private final Action action;

    Deed(String label, Action action) {
        this.label = label;
        this.action = action;
    }

    String label() {
        return label;
    }

    Action action() {
        return action;
    }
}

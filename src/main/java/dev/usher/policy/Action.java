package dev.usher.policy;

/** What a caller asks to do with a channel. */
public enum Action {
    /** Join it and receive its events. */
    SUBSCRIBE,
    /** Send an event to it. */
    PUBLISH
}

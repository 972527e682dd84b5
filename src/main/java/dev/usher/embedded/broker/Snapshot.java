package dev.usher.embedded.broker;

/**
 * What is known of a channel at one moment.
 *
 * @param users the distinct users of a presence channel; 0 for any other
 * @param subscriptions the connections
 */
record Snapshot(int users, int subscriptions) {

    static final Snapshot VACANT = new Snapshot(0, 0);
}

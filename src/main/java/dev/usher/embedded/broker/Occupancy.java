package dev.usher.embedded.broker;

/**
 * How many are on a channel.
 *
 * @param users the distinct users of a presence channel; 0 for any other
 * @param subscriptions the connections
 */
record Occupancy(int users, int subscriptions) {

    static final Occupancy VACANT = new Occupancy(0, 0);
}

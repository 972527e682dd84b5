package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the client hands on to the Channels server to be let in.
 *
 * @param auth {@code <key>:<signature>}
 */
record ChannelAuthorization(@JsonProperty("auth") String auth) {}

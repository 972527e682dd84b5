package dev.usher.authorize;

import dev.usher.channel.UserId;
import dev.usher.policy.Caller;

/**
 * That a connection may sign in as a user: fired as an event, on the event loop of the request.
 *
 * @param user as the Channels server will know the user
 * @param caller whose token said so
 */
public record SignedIn(UserId user, Caller caller) {}

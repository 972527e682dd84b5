package dev.usher.testing;

/**
 * An event as a Channels server is asked to publish it, to one of its channels.
 *
 * @param position how many the server had taken when it took this one, itself included; 0 if it has not
 * @param call the number of the call that brought it
 */
public record UpstreamEvent(String name, String channel, String data, int position, int call) {

    /** As it was taken. */
    UpstreamEvent taken(int position) {
        return new UpstreamEvent(name, channel, data, position, call);
    }
}

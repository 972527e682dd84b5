package dev.usher.check;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import java.util.Locale;

/**
 * One row of a policy's table.
 *
 * @param line where it stands in the file, from 1
 * @param claims as they were written
 */
record Row(int line, String claims, Caller caller, ChannelName channel, Action action, Expected expected) {

    /** An action as rows write it. */
    static String write(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
